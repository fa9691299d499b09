package dev.meterlark.telemetry.metrics;

import java.time.Duration;
import java.time.Instant;

/** Pieces of time that calls are summed up by. */
enum Grain {
    /** One piece without an end, for counters that only ever rise. */
    EVER(0),
    MINUTE(1),
    HOUR(60),
    DAY(24 * 60);

    private final int minutes;

    Grain(int minutes) {
        this.minutes = minutes;
    }

    /** As rows name it. */
    int minutes() {
        return minutes;
    }

    /** The beginning of the piece that an instant lies in. */
    Instant begin(Instant at) {
        long seconds = minutes * 60L;
        return this == EVER
                ? Instant.EPOCH
                : Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }

    /** The largest whose pieces make up steps of a length. */
    static Grain of(Duration step) {
        long length = step.toMinutes();
        if (length % DAY.minutes == 0) {
            return DAY;
        }
        return length % HOUR.minutes == 0 ? HOUR : MINUTE;
    }
}

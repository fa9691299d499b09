package dev.meterlark.network;

import java.time.Duration;

/** An instant of the monotonic clock until which all steps of one exchange have time. */
record Deadline(long nanos) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Nanoseconds; at least 1, so that what waits for no time does not wait for ever. */
    long left() {
        return Math.max(1, nanos - System.nanoTime());
    }

    boolean isOver() {
        return nanos - System.nanoTime() <= 0;
    }
}

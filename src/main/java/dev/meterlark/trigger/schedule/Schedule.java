package dev.meterlark.trigger.schedule;

import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.TriggerId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * A schedule as it stands.
 *
 * @param revision of its trigger
 * @param flexible how much later than its instant a tick may be due; each gets its own share
 * @param settledUntil what becomes of every tick up to here is in the ledger
 * @param pause the last one; null when there was none that matters still
 */
record Schedule(
        TriggerId id,
        AccountId account,
        long revision,
        Timetable timetable,
        Duration flexible,
        Overlap overlap,
        CatchUp catchUp,
        Instant settledUntil,
        @Nullable Pause pause) {

    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    /**
     * @param until null while it is paused
     */
    record Pause(Instant from, @Nullable Instant until) {

        boolean holds(Instant at) {
            return at.isAfter(from) && (until == null || !at.isAfter(until));
        }
    }

    boolean wasPaused(Instant at) {
        return pause != null && pause.holds(at);
    }

    /** Whether that is one of its ticks, and one that fires. */
    boolean firesAt(Instant at) {
        return !wasPaused(at)
                && timetable.between(at.minusNanos(1), at, 1).stream()
                        .anyMatch(tick -> tick.kind() == Tick.Kind.REGULAR && tick.at().equals(at));
    }

    /** The same each time it is asked, and spread over the window from tick to tick. */
    Instant due(Instant at) {
        long seconds = flexible.toSeconds();
        if (seconds == 0) {
            return at;
        }
        long mixed = (id.value().getLeastSignificantBits() ^ at.getEpochSecond()) * MIX;
        return at.plusSeconds(Math.floorMod(mixed ^ mixed >>> 32, seconds));
    }
}

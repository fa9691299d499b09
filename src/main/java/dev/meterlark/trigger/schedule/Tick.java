package dev.meterlark.trigger.schedule;

import java.time.Instant;

/**
 * One instant of a schedule, or a local time that clocks leapt over and that has none.
 *
 * @param moment from when on it is known what becomes of it: its own instant, or that of the leap
 * @param at its instant; of a local time that was leapt over, the one that it would have had
 */
record Tick(Instant moment, Instant at, Kind kind) {

    enum Kind {
        REGULAR,
        /** Of a local time that was there before; only the first of the two fires. */
        REPEATED,
        LEAPT_OVER
    }
}

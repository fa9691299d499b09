package dev.meterlark.trigger.schedule;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What becomes of the next ticks of a schedule.
 *
 * @param settledUntil every tick up to here is among the entries, or was settled before
 * @param next when somebody is to look at the schedule again; null when nothing is left to come
 */
record Decision(List<Entry> entries, Instant settledUntil, @Nullable Instant next) {

    /** A row of the ledger. */
    sealed interface Entry {

        Instant at();

        /**
         * @param due when its call may run
         */
        record Planned(Instant at, Instant due) implements Entry {}

        /**
         * @param through of the last tick, where one row stands for many
         * @param ticks that it stands for
         */
        record Lost(Instant at, Instant through, int ticks, Missed why) implements Entry {

            boolean isLeap() {
                return why == Missed.LEAPT_OVER;
            }
        }
    }
}

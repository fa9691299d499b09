package dev.meterlark.console.triggers;

import dev.meterlark.console.Show;
import dev.meterlark.trigger.schedule.RunView;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What became of a tick, or of many in a row.
 *
 * @param through the last one, where it stands for many
 * @param why it was missed, in words; null when it was not
 */
record TickLine(
        Instant at,
        @Nullable Instant through,
        String ticks,
        String outcome,
        String mood,
        @Nullable String why,
        @Nullable String late,
        @Nullable String invocation) {

    static TickLine of(RunView run) {
        Long late = run.lateMillis();
        return new TickLine(
                run.scheduledFor(),
                run.through(),
                Show.count(run.ticks()),
                run.outcome(),
                mood(run.outcome()),
                why(run),
                late == null ? null : late == 0 ? "on time" : Show.millis(late),
                run.invocation());
    }

    private static String mood(String outcome) {
        return switch (outcome) {
            case "fired" -> "good";
            case "missed" -> "warn";
            default -> "";
        };
    }

    private static @Nullable String why(RunView run) {
        String reason = run.reason();
        if (reason == null) {
            return null;
        }
        String detail = run.detail();
        String words =
                switch (reason) {
                    case "outage" -> "no node was there";
                    case "paused" -> "it was paused";
                    case "overlap" -> "the call before had not ended";
                    case "leapt-over" -> "clocks leapt over it";
                    case "repeated" -> "clocks had it before";
                    case "refused" -> "the call was not accepted";
                    case "filtered" -> "the filter did not want it";
                    case "changed" -> "it was changed before";
                    default -> reason;
                };
        return detail == null ? words : words + ": " + detail;
    }
}

package dev.meterlark.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Which of a call's attempts made which calls. A call knows its parent and not the parent's
 * attempt: it was made by the last one that had begun when it arrived.
 *
 * @param all the first one first
 */
public record CallAttempts(List<Call> all) {

    public CallAttempts {
        all = List.copyOf(all);
    }

    /** Those of a call's that one attempt made. */
    public List<Call> madeBy(int attempt, List<Call> made) {
        return made.stream().filter(each -> maker(each) == attempt).toList();
    }

    /** What came before all of them, by another node's clock, is the first one's. */
    private int maker(Call made) {
        Instant arrival = made.id().arrival().orElse(made.startedAt());
        int maker = all.isEmpty() ? 1 : all.getFirst().attempt();
        for (Call each : all) {
            if (!each.startedAt().truncatedTo(ChronoUnit.MILLIS).isAfter(arrival)) {
                maker = each.attempt();
            }
        }
        return maker;
    }
}

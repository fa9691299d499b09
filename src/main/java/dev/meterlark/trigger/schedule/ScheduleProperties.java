package dev.meterlark.trigger.schedule;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How the ticks of schedules become calls.
 *
 * @param ahead how long before its time a tick is put into the queue at least, so that its call is
 *     there when the time comes; not where overlap matters
 * @param longestAhead what that grows to when many ticks are to come, or they go slowly
 * @param lateAfter a tick that nobody looked at for so long was missed, unless the schedule catches
 *     up
 * @param pollEvery how often schedules are looked for that other nodes changed or left behind
 * @param batch schedules, and ticks, of one transaction
 * @param inFlight calls that wait at once to be accepted
 * @param lease how long a node has a tick before another takes it over
 * @param retryEvery how soon a call that was not accepted for want of room is offered again
 * @param overlapEvery how often is looked whether the call before a buffered tick has ended
 * @param giveUpAfter a tick whose call was not accepted for so long is missed
 * @param keep how long the ledger keeps what became of a tick
 * @param sweepEvery how often it is pruned
 */
@ConfigurationProperties("meterlark.schedules")
record ScheduleProperties(
        @DefaultValue("5s") Duration ahead,
        @DefaultValue("1m") Duration longestAhead,
        @DefaultValue("1m") Duration lateAfter,
        @DefaultValue("1s") Duration pollEvery,
        @DefaultValue("500") int batch,
        @DefaultValue("1000") int inFlight,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("1s") Duration retryEvery,
        @DefaultValue("1s") Duration overlapEvery,
        @DefaultValue("6h") Duration giveUpAfter,
        @DefaultValue("30d") Duration keep,
        @DefaultValue("10m") Duration sweepEvery) {

    private static final Duration LONGEST_AHEAD = Duration.ofMinutes(10);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);

    ScheduleProperties {
        if (longestAhead.isNegative() || longestAhead.compareTo(LONGEST_AHEAD) > 0) {
            throw refused("longest-ahead", "be 0 to 10 minutes", longestAhead);
        }
        if (ahead.isNegative() || ahead.compareTo(longestAhead) > 0) {
            throw refused("ahead", "be 0 to longest-ahead (%s)".formatted(longestAhead), ahead);
        }
        positive("late-after", lateAfter);
        positive("poll-every", pollEvery);
        between("batch", batch, 10_000);
        between("in-flight", inFlight, 100_000);
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw refused("lease", "be at least 10s", lease);
        }
        positive("retry-every", retryEvery);
        positive("overlap-every", overlapEvery);
        positive("give-up-after", giveUpAfter);
        positive("keep", keep);
        positive("sweep-every", sweepEvery);
    }

    private static void between(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw refused(key, "be 1 to %d".formatted(most), value);
        }
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.schedules.%s must %s, was: %s".formatted(key, rule, value));
    }
}

package dev.meterlark.platform;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/** Decides whether and when an entry is tried again. */
record OutboxRetry(Duration first, Duration longest, Duration giveUpAfter, int maxAttempts) {

    static OutboxRetry of(OutboxProperties properties) {
        return new OutboxRetry(
                properties.firstRetry(),
                properties.longestRetry(),
                properties.giveUpAfter(),
                properties.maxAttempts());
    }

    /**
     * @param attempts so far, at least 1
     * @param asked what the receiver asks for
     * @param chance 0 to 1: so that what failed together does not come again together
     * @return null when it is given up
     */
    @Nullable Instant next(
            Instant putAt, int attempts, @Nullable Duration asked, double chance, Instant now) {
        if (attempts >= maxAttempts || !now.isBefore(putAt.plus(giveUpAfter))) {
            return null;
        }
        Duration pause = pause(attempts, chance);
        boolean longer = asked != null && asked.compareTo(pause) > 0;
        return now.plus(longer && asked != null ? shorter(asked, longest) : pause);
    }

    private Duration pause(int attempts, double chance) {
        int doublings = Math.min(attempts - 1, 30);
        Duration whole = shorter(first.multipliedBy(1L << doublings), longest);
        return whole.minusNanos((long) (whole.toNanos() / 2 * chance));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}

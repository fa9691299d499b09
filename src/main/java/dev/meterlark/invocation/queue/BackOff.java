package dev.meterlark.invocation.queue;

import java.time.Duration;

/**
 * How long to wait before the next attempt.
 *
 * @param first after the first failure
 * @param longest bound of the pause
 */
record BackOff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 40;

    /**
     * @param failures at least 1
     * @param chance from 0 (a quarter shorter) to 1 (a quarter longer)
     */
    Duration pause(int failures, double chance) {
        double doubled = first.toMillis() * Math.pow(2, Math.min(failures - 1, MOST_DOUBLINGS));
        double bounded = Math.min(doubled, longest.toMillis());
        double varied = bounded * (0.75 + 0.5 * chance);
        return Duration.ofMillis(Math.max(1, Math.min((long) varied, longest.toMillis())));
    }
}

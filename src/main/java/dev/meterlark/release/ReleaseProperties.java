package dev.meterlark.release;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How aliases are shifted.
 *
 * @param lookEvery how often a shift is looked at: how late it goes on, or back
 * @param maxSteps most steps of one shift
 * @param longestStep longest that a step may last, in whole seconds
 * @param usualStep how long a step lasts when nothing is said, in whole seconds
 */
@ConfigurationProperties("meterlark.release")
record ReleaseProperties(
        @DefaultValue("5s") Duration lookEvery,
        @DefaultValue("20") int maxSteps,
        @DefaultValue("7d") Duration longestStep,
        @DefaultValue("5m") Duration usualStep) {

    private static final int MOST_STEPS = 40;

    ReleaseProperties {
        if (!lookEvery.isPositive()) {
            throw new IllegalArgumentException(
                    "meterlark.release.look-every must be longer than 0, was: " + lookEvery);
        }
        if (maxSteps < 1 || maxSteps > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "meterlark.release.max-steps must be 1 to %d, was: %d"
                            .formatted(MOST_STEPS, maxSteps));
        }
        if (longestStep.toSeconds() < 1) {
            throw new IllegalArgumentException(
                    "meterlark.release.longest-step must be at least 1s, was: " + longestStep);
        }
        if (usualStep.toSeconds() < 1 || usualStep.compareTo(longestStep) > 0) {
            throw new IllegalArgumentException(
                    "meterlark.release.usual-step must be 1s to longest-step, was: " + usualStep);
        }
    }
}

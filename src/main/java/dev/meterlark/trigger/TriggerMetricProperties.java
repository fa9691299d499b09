package dev.meterlark.trigger;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * @param minutesFor how long what happened to triggers is kept by the minute
 * @param hoursFor how long by the hour
 * @param sweepEvery how often what is too old is deleted
 */
@ConfigurationProperties("meterlark.triggers.metrics")
record TriggerMetricProperties(
        @DefaultValue("3d") Duration minutesFor,
        @DefaultValue("100d") Duration hoursFor,
        @DefaultValue("10m") Duration sweepEvery) {

    private static final Duration TWO_HOURS = Duration.ofHours(2);

    TriggerMetricProperties {
        if (minutesFor.compareTo(TWO_HOURS) < 0) {
            throw refused("minutes-for", "be at least 2h", minutesFor);
        }
        if (hoursFor.compareTo(minutesFor) < 0) {
            throw refused("hours-for", "be at least minutes-for, which is " + minutesFor, hoursFor);
        }
        if (!sweepEvery.isPositive()) {
            throw refused("sweep-every", "be longer than 0", sweepEvery);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.triggers.metrics.%s must %s, was: %s".formatted(key, rule, value));
    }
}

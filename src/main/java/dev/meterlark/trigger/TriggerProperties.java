package dev.meterlark.trigger;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * @param maxTriggers triggers of one account
 * @param maxConfigurationSize what of a trigger is its type's own, as JSON
 * @param maxTemplateSize of an input template, in characters
 * @param maxPaths names that an input template may use
 * @param maxInputSize what a template may make of one event, or of the events of a batch
 * @param longestBatchWindow how long a trigger may wait for a batch to fill
 * @param feeds triggers that this node works for at once
 * @param lookEvery how often is looked for triggers that nobody works for, and for changed ones
 * @param lease how long a node that is silent keeps its triggers
 * @param firstRetry pause after a feed failed; doubled with each further
 * @param longestRetry what that pause grows to
 * @param reportEvery how often what happened is written
 */
@ConfigurationProperties("meterlark.triggers")
record TriggerProperties(
        @DefaultValue("20000") int maxTriggers,
        @DefaultValue("64KB") DataSize maxConfigurationSize,
        @DefaultValue("8KB") DataSize maxTemplateSize,
        @DefaultValue("100") int maxPaths,
        @DefaultValue("1MB") DataSize maxInputSize,
        @DefaultValue("5m") Duration longestBatchWindow,
        @DefaultValue("1000") int feeds,
        @DefaultValue("2s") Duration lookEvery,
        @DefaultValue("15s") Duration lease,
        @DefaultValue("1s") Duration firstRetry,
        @DefaultValue("1m") Duration longestRetry,
        @DefaultValue("2s") Duration reportEvery) {

    /** The largest event of an asynchronous call. */
    private static final DataSize LARGEST_INPUT = DataSize.ofMegabytes(1);

    private static final DataSize LARGEST_CONFIGURATION = DataSize.ofMegabytes(1);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    TriggerProperties {
        between("max-triggers", maxTriggers, 1, 1_000_000);
        within("max-configuration-size", maxConfigurationSize, LARGEST_CONFIGURATION);
        within("max-template-size", maxTemplateSize, LARGEST_CONFIGURATION);
        between("max-paths", maxPaths, 0, 1_000);
        within("max-input-size", maxInputSize, LARGEST_INPUT);
        if (longestBatchWindow.isNegative()) {
            throw refused("longest-batch-window", "not be negative", longestBatchWindow);
        }
        between("feeds", feeds, 0, 100_000);
        positive("look-every", lookEvery);
        if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(lookEvery) <= 0) {
            throw refused(
                    "lease",
                    "be at least 1s and longer than look-every (%s)".formatted(lookEvery),
                    lease);
        }
        positive("first-retry", firstRetry);
        if (longestRetry.compareTo(firstRetry) < 0) {
            throw refused(
                    "longest-retry",
                    "be at least first-retry (%s)".formatted(firstRetry),
                    longestRetry);
        }
        positive("report-every", reportEvery);
    }

    private static void between(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(key, "be %d to %d".formatted(least, most), value);
        }
    }

    private static void within(String key, DataSize value, DataSize most) {
        if (value.toBytes() < 1 || value.compareTo(most) > 0) {
            throw refused(key, "be between 1B and %dKB".formatted(most.toKilobytes()), value);
        }
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.triggers.%s must %s, was: %s".formatted(key, rule, value));
    }
}

package dev.meterlark.telemetry.metrics;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * @param minutesFor how long calls are kept by the minute
 * @param hoursFor how long by the hour
 * @param daysFor how long by the day
 * @param pressureEvery how often it is written down how many calls run at most and how many were
 *     turned away; what a node that crashes has not written yet is lost
 * @param sweepEvery how often what is too old is deleted
 * @param mostFresh calls that are read one by one because they are not summed up yet; where there
 *     are more a chart ends a minute or two ago
 * @param mostScraped versions of functions that an account's scrape has, those with the most calls
 */
@ConfigurationProperties("meterlark.telemetry.metrics")
record MetricProperties(
        @DefaultValue("3d") Duration minutesFor,
        @DefaultValue("100d") Duration hoursFor,
        @DefaultValue("400d") Duration daysFor,
        @DefaultValue("15s") Duration pressureEvery,
        @DefaultValue("10m") Duration sweepEvery,
        @DefaultValue("20000") int mostFresh,
        @DefaultValue("1000") int mostScraped) {

    private static final Duration TWO_HOURS = Duration.ofHours(2);

    MetricProperties {
        if (minutesFor.compareTo(TWO_HOURS) < 0) {
            throw refused("minutes-for", "be at least 2h", minutesFor);
        }
        if (hoursFor.compareTo(minutesFor) < 0) {
            throw refused("hours-for", "be at least minutes-for, which is " + minutesFor, hoursFor);
        }
        if (daysFor.compareTo(hoursFor) < 0) {
            throw refused("days-for", "be at least hours-for, which is " + hoursFor, daysFor);
        }
        if (!pressureEvery.isPositive()) {
            throw refused("pressure-every", "be longer than 0", pressureEvery);
        }
        if (!sweepEvery.isPositive()) {
            throw refused("sweep-every", "be longer than 0", sweepEvery);
        }
        if (mostFresh < 0) {
            throw refused("most-fresh", "not be negative", mostFresh);
        }
        if (mostScraped < 1) {
            throw refused("most-scraped", "be at least 1", mostScraped);
        }
    }

    Duration keptFor(Grain grain) {
        return switch (grain) {
            case MINUTE -> minutesFor;
            case HOUR -> hoursFor;
            case DAY, EVER -> daysFor;
        };
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.telemetry.metrics.%s must %s, was: %s".formatted(key, rule, value));
    }
}

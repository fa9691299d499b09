package dev.meterlark.metering;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * @param every how often is looked for what is to be summed up; nobody's sums are late by it
 * @param lease for how long the node that does it has it to itself, unless it renews that
 * @param settleFor how long after the end of a minute its records are awaited before they are
 *     summed
 * @param closeAfter how long after the end of an hour its minutes become one; longer than calls may
 *     last, so that few records come after it
 * @param marks what is taken in hand at once
 */
@ConfigurationProperties("meterlark.metering.rollups")
record RollupProperties(
        @DefaultValue("10s") Duration every,
        @DefaultValue("1m") Duration lease,
        @DefaultValue("5s") Duration settleFor,
        @DefaultValue("20m") Duration closeAfter,
        @DefaultValue("2000") int marks) {

    RollupProperties {
        if (!every.isPositive()) {
            throw refused("every", "be longer than 0", every);
        }
        if (lease.compareTo(every) <= 0) {
            throw refused("lease", "be longer than every, which is " + every, lease);
        }
        if (settleFor.isNegative()) {
            throw refused("settle-for", "not be negative", settleFor);
        }
        if (closeAfter.compareTo(settleFor) < 0) {
            throw refused(
                    "close-after", "be at least settle-for, which is " + settleFor, closeAfter);
        }
        if (marks < 1) {
            throw refused("marks", "be at least 1", marks);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.metering.rollups.%s must %s, was: %s".formatted(key, rule, value));
    }
}

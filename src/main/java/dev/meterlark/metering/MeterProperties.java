package dev.meterlark.metering;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * @param writeEvery how often is written what this node has counted; as much is lost when it dies
 * @param maxCounts things that are counted apart between two writings; what comes beyond is written
 *     at once
 */
@ConfigurationProperties("meterlark.metering.meters")
record MeterProperties(
        @DefaultValue("10s") Duration writeEvery, @DefaultValue("50000") int maxCounts) {

    MeterProperties {
        if (!writeEvery.isPositive()) {
            throw refused("write-every", "be longer than 0", writeEvery);
        }
        if (maxCounts < 1) {
            throw refused("max-counts", "be at least 1", maxCounts);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.metering.meters.%s must %s, was: %s".formatted(key, rule, value));
    }
}

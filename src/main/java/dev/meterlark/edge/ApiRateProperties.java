package dev.meterlark.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Requests that the API takes.
 *
 * @param perSecond from one account, on average
 * @param burst from one account at once
 * @param anonymousPerSecond from one address without a valid key, on average
 * @param anonymousBurst from one address without a valid key at once
 * @param functionPerSecond from one function inside its sandboxes, on average
 * @param functionBurst from one function inside its sandboxes at once
 */
@ConfigurationProperties("meterlark.api-rate")
record ApiRateProperties(
        @DefaultValue("10000") int perSecond,
        @DefaultValue("20000") int burst,
        @DefaultValue("20") int anonymousPerSecond,
        @DefaultValue("200") int anonymousBurst,
        @DefaultValue("1000") int functionPerSecond,
        @DefaultValue("2000") int functionBurst) {

    ApiRateProperties {
        atLeast("per-second", 1, perSecond);
        atLeast("burst", perSecond, burst);
        atLeast("anonymous-per-second", 1, anonymousPerSecond);
        atLeast("anonymous-burst", anonymousPerSecond, anonymousBurst);
        atLeast("function-per-second", 1, functionPerSecond);
        atLeast("function-burst", functionPerSecond, functionBurst);
    }

    private static void atLeast(String key, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "meterlark.api-rate.%s must be at least %d, was: %d"
                            .formatted(key, least, value));
        }
    }
}

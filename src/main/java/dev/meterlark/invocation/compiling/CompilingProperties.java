package dev.meterlark.invocation.compiling;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * What compiling Java source may take. Nobody pays for it.
 *
 * @param memory of the compiler's sandbox
 * @param timeout longest that it may take, in whole seconds
 * @param atOnce how many this node compiles at once, one of an account
 * @param longestWait how long one waits for its turn
 */
@ConfigurationProperties("meterlark.compiling")
record CompilingProperties(
        @DefaultValue("512MB") DataSize memory,
        @DefaultValue("20s") Duration timeout,
        @DefaultValue("2") int atOnce,
        @DefaultValue("10s") Duration longestWait) {

    /** Less than this no compiler starts with. */
    private static final int LEAST_MIB = 256;

    private static final int MOST_MIB = 10_240;

    CompilingProperties {
        if (memory.toMegabytes() < LEAST_MIB || memory.toMegabytes() > MOST_MIB) {
            throw refused("memory", "be %dMB to %dMB".formatted(LEAST_MIB, MOST_MIB), memory);
        }
        if (timeout.toSeconds() < 1 || timeout.toMinutes() > 15) {
            throw refused("timeout", "be 1s to 15m", timeout);
        }
        if (atOnce < 1) {
            throw refused("at-once", "be at least 1", atOnce);
        }
        if (longestWait.isNegative()) {
            throw refused("longest-wait", "not be negative", longestWait);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.compiling.%s must %s, was: %s".formatted(key, rule, value));
    }
}

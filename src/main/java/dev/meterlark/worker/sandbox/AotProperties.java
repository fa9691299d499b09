package dev.meterlark.worker.sandbox;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * What JVMs write down of a start to make the next ones faster: JDK 25 and later.
 *
 * @param enabled whether they do
 * @param worthwhile packages that load in less time than this from a blank sandbox have none
 * @param bytes of all packages together; those not used for longest go
 * @param bytesEach of one package
 * @param timeout for each of the starts that a package is tried with
 */
record AotProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("300ms") Duration worthwhile,
        @DefaultValue("2GB") DataSize bytes,
        @DefaultValue("256MB") DataSize bytesEach,
        @DefaultValue("2m") Duration timeout) {

    AotProperties {
        if (worthwhile.isNegative()) {
            throw new IllegalArgumentException(
                    "meterlark.sandbox.aot.worthwhile must not be negative, was: " + worthwhile);
        }
        atLeast("bytes", bytes, 1);
        atLeast("bytes-each", bytesEach, 1);
        if (timeout.toSeconds() < 1 || timeout.toSeconds() > 3600) {
            throw new IllegalArgumentException(
                    "meterlark.sandbox.aot.timeout must be 1s to 1h, was: " + timeout);
        }
    }

    private static void atLeast(String key, DataSize value, long megabytes) {
        if (value.toMegabytes() < megabytes) {
            throw new IllegalArgumentException(
                    "meterlark.sandbox.aot.%s must be at least %dMB, was: %s"
                            .formatted(key, megabytes, value));
        }
    }
}

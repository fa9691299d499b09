package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.invocation.InvocationProperties.JournalProperties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.Map;

class InvocationPropertiesTests {

    @Test
    void defaultsSuitOneNodeOfModestSize() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new InvocationProperties(
                                1000,
                                DataSize.ofMegabytes(6),
                                DataSize.ofMegabytes(256),
                                10_000,
                                16,
                                200,
                                50,
                                Duration.ofMinutes(1),
                                false,
                                new JournalProperties(
                                        DataSize.ofMegabytes(32),
                                        DataSize.ofGigabytes(1),
                                        2000,
                                        Duration.ofMillis(100),
                                        Duration.ofSeconds(30),
                                        Duration.ofSeconds(1))));
    }

    @Test
    void everyKeyIsMapped() {
        var bound =
                bind(
                        Map.ofEntries(
                                Map.entry("meterlark.invocation.max-in-flight", "1"),
                                Map.entry("meterlark.invocation.max-event-size", "2MB"),
                                Map.entry("meterlark.invocation.max-event-memory", "3MB"),
                                Map.entry("meterlark.invocation.prepared-functions", "4"),
                                Map.entry("meterlark.invocation.max-depth", "7"),
                                Map.entry("meterlark.invocation.max-runs", "8"),
                                Map.entry("meterlark.invocation.max-runs-of-account", "9"),
                                Map.entry("meterlark.invocation.resync-every", "5s"),
                                Map.entry("meterlark.invocation.unsafe-unmetered", "true"),
                                Map.entry("meterlark.invocation.journal.segment-size", "6MB"),
                                Map.entry("meterlark.invocation.journal.max-size", "17MB"),
                                Map.entry("meterlark.invocation.journal.batch", "8"),
                                Map.entry("meterlark.invocation.journal.first-retry", "9ms"),
                                Map.entry("meterlark.invocation.journal.longest-retry", "10s"),
                                Map.entry("meterlark.invocation.journal.longest-rest", "0s")));

        assertThat(bound)
                .isEqualTo(
                        new InvocationProperties(
                                1,
                                DataSize.ofMegabytes(2),
                                DataSize.ofMegabytes(3),
                                4,
                                7,
                                8,
                                9,
                                Duration.ofSeconds(5),
                                true,
                                new JournalProperties(
                                        DataSize.ofMegabytes(6),
                                        DataSize.ofMegabytes(17),
                                        8,
                                        Duration.ofMillis(9),
                                        Duration.ofSeconds(10),
                                        Duration.ZERO)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-in-flight | 0 | must be at least 1, was: 0",
                "max-event-size | 0B | must be between 1B and 6MB, was: 0B",
                "max-event-size | 7MB | must be between 1B and 6MB, was: 7340032B",
                "max-event-memory | 5MB | must be at least max-event-size (6291456B), was:"
                        + " 5242880B",
                "prepared-functions | 0 | must be at least 1, was: 0",
                "max-depth | 0 | must be 1 to 1000, was: 0",
                "max-depth | 1001 | must be 1 to 1000, was: 1001",
                "max-runs | 0 | must be at least 1, was: 0",
                "max-runs-of-account | 0 | must be at least 1, was: 0",
                "resync-every | 0s | must be longer than 0, was: PT0S",
                "journal.segment-size | 0B | must be between 1B and 1GB, was: 0B",
                "journal.segment-size | 2GB | must be between 1B and 1GB, was: 2147483648B",
                "journal.max-size | 63MB | must be at least twice journal.segment-size (33554432B),"
                        + " was: 66060288B",
                "journal.batch | 0 | must be at least 1, was: 0",
                "journal.first-retry | 0s | must be longer than 0, was: PT0S",
                "journal.longest-rest | -1s | must not be negative, was: PT-1S",
                "journal.longest-retry | 1ms | must be at least journal.first-retry (PT0.1S), was:"
                        + " PT0.001S",
            })
    void aValueOutOfRangeIsRefusedWithKeyAndValue(String key, String value, String rule) {
        assertThatThrownBy(() -> bind(Map.of("meterlark.invocation." + key, value)))
                .rootCause()
                .hasMessage("meterlark.invocation.%s %s".formatted(key, rule));
    }

    private static InvocationProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.invocation", InvocationProperties.class);
    }
}

package dev.meterlark.telemetry.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.Map;

class ContentPropertiesTests {

    private static final String KEY = "meterlark.telemetry.content.";

    @Test
    void defaultsKeepTheBeginningOfAFewForAWeek() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new ContentProperties(
                                true,
                                DataSize.ofKilobytes(64),
                                5,
                                Duration.ofDays(7),
                                DataSize.ofMegabytes(64),
                                DataSize.ofMegabytes(16),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(5)));
    }

    @Test
    void everyKeyIsMapped() {
        assertThat(
                        bind(
                                Map.of(
                                        KEY + "enabled", "false",
                                        KEY + "bytes-each", "1KB",
                                        KEY + "per-second", "2",
                                        KEY + "age", "3h",
                                        KEY + "bytes-per-account", "4MB",
                                        KEY + "queue-bytes", "5MB",
                                        KEY + "settings-every", "6s",
                                        KEY + "housekeeping-every", "7s")))
                .isEqualTo(
                        new ContentProperties(
                                false,
                                DataSize.ofKilobytes(1),
                                2,
                                Duration.ofHours(3),
                                DataSize.ofMegabytes(4),
                                DataSize.ofMegabytes(5),
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes-each | 0B | must be between 1B and 1MB, was: 0B",
                "bytes-each | 2MB | must be between 1B and 1MB, was: 2097152B",
                "per-second | -1 | must be between 0 and 1000, was: -1",
                "per-second | 1001 | must be between 0 and 1000, was: 1001",
                "age | 0s | must be longer than 0, was: PT0S",
                "bytes-per-account | 100KB | must be at least twice bytes-each (65536B), was:"
                        + " 102400B",
                "queue-bytes | 100KB | must be at least twice bytes-each (65536B), was: 102400B",
                "settings-every | 0s | must be longer than 0, was: PT0S",
                "housekeeping-every | 0s | must be longer than 0, was: PT0S",
            })
    void whatIsOutOfBoundsIsRefusedByNameAndValue(String key, String value, String message) {
        assertThatThrownBy(() -> bind(Map.of(KEY + key, value)))
                .hasRootCauseMessage(KEY + key + " " + message);
    }

    private static ContentProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.telemetry.content", ContentProperties.class);
    }
}

package dev.meterlark.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Map.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.Map;

class TelemetryPropertiesTests {

    @Test
    void defaultsKeepAQuarterOfHistoryAndLogsAndNoMoreThanPlansSay() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new TelemetryProperties(
                                true,
                                Duration.ofDays(90),
                                Duration.ofDays(90),
                                DataSize.ofMegabytes(256),
                                DataSize.ofKilobytes(256),
                                DataSize.ofMegabytes(16),
                                10,
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(15),
                                Duration.ofMillis(200),
                                DataSize.ofMegabytes(64),
                                Duration.ofMinutes(5)));
    }

    @Test
    void everyKeyIsMapped() {
        var bound =
                bind(
                        Map.ofEntries(
                                entry("meterlark.telemetry.by-plan", "false"),
                                entry("meterlark.telemetry.history-age", "1d"),
                                entry("meterlark.telemetry.log-age", "2d"),
                                entry("meterlark.telemetry.log-bytes-per-account", "3MB"),
                                entry("meterlark.telemetry.log-bytes-per-call", "4KB"),
                                entry("meterlark.telemetry.log-queue-bytes", "5MB"),
                                entry("meterlark.telemetry.followers-per-account", "6"),
                                entry("meterlark.telemetry.follow-for", "7m"),
                                entry("meterlark.telemetry.follow-lag", "8s"),
                                entry("meterlark.telemetry.heartbeat", "9s"),
                                entry("meterlark.telemetry.search-time", "11ms"),
                                entry("meterlark.telemetry.download-bytes", "12MB"),
                                entry("meterlark.telemetry.housekeeping-every", "10s")));

        assertThat(bound)
                .isEqualTo(
                        new TelemetryProperties(
                                false,
                                Duration.ofDays(1),
                                Duration.ofDays(2),
                                DataSize.ofMegabytes(3),
                                DataSize.ofKilobytes(4),
                                DataSize.ofMegabytes(5),
                                6,
                                Duration.ofMinutes(7),
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9),
                                Duration.ofMillis(11),
                                DataSize.ofMegabytes(12),
                                Duration.ofSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history-age | 0s | must be longer than 0, was: PT0S",
                "log-age | -1d | must be longer than 0, was: PT-24H",
                "follow-for | 0s | must be longer than 0, was: PT0S",
                "follow-lag | 0s | must be longer than 0, was: PT0S",
                "heartbeat | 0s | must be longer than 0, was: PT0S",
                "search-time | 0s | must be longer than 0, was: PT0S",
                "housekeeping-every | 0s | must be longer than 0, was: PT0S",
                "log-bytes-per-call | 0B | must be between 1B and 1MB, was: 0B",
                "log-bytes-per-call | 2MB | must be between 1B and 1MB, was: 2097152B",
                "log-bytes-per-account | 1KB | must be at least log-bytes-per-call (262144B), was:"
                        + " 1024B",
                "log-queue-bytes | 1KB | must be at least log-bytes-per-call (262144B), was: 1024B",
                "download-bytes | 1KB | must be at least log-bytes-per-call (262144B), was: 1024B",
                "followers-per-account | 0 | must be at least 1, was: 0",
            })
    void aValueOutOfRangeIsRefusedWithKeyAndValue(String key, String value, String rule) {
        assertThatThrownBy(() -> bind(Map.of("meterlark.telemetry." + key, value)))
                .rootCause()
                .hasMessage("meterlark.telemetry.%s %s".formatted(key, rule));
    }

    private static TelemetryProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.telemetry", TelemetryProperties.class);
    }
}

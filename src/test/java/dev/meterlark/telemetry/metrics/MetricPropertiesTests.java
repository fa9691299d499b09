package dev.meterlark.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

class MetricPropertiesTests {

    private static final String PREFIX = "meterlark.telemetry.metrics.";

    @Test
    void theDefaults() {
        assertThat(ScratchMetrics.properties(Map.of()))
                .isEqualTo(
                        new MetricProperties(
                                Duration.ofDays(3),
                                Duration.ofDays(100),
                                Duration.ofDays(400),
                                Duration.ofSeconds(15),
                                Duration.ofMinutes(10),
                                20_000,
                                1_000));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> settings =
                Map.of(
                        PREFIX + "minutes-for", "2h",
                        PREFIX + "hours-for", "3h",
                        PREFIX + "days-for", "4h",
                        PREFIX + "pressure-every", "5s",
                        PREFIX + "sweep-every", "6m",
                        PREFIX + "most-fresh", "7",
                        PREFIX + "most-scraped", "8");

        assertThat(ScratchMetrics.properties(settings))
                .isEqualTo(
                        new MetricProperties(
                                Duration.ofHours(2),
                                Duration.ofHours(3),
                                Duration.ofHours(4),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(6),
                                7,
                                8));
    }

    @ParameterizedTest
    @CsvSource({
        "minutes-for, 1h",
        "hours-for, 1d",
        "days-for, 99d",
        "pressure-every, 0s",
        "sweep-every, 0s",
        "most-fresh, -1",
        "most-scraped, 0",
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> ScratchMetrics.properties(Map.of(PREFIX + key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("was:");
    }
}

package dev.meterlark.metering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

class RollupPropertiesTests {

    private static final String PREFIX = "meterlark.metering.rollups";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new RollupProperties(
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(20),
                                2_000));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> settings =
                Map.of(
                        "every", "2s",
                        "lease", "30s",
                        "settle-for", "1s",
                        "close-after", "1h",
                        "marks", "7");

        assertThat(bind(settings))
                .isEqualTo(
                        new RollupProperties(
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(1),
                                Duration.ofHours(1),
                                7));
    }

    @ParameterizedTest
    @CsvSource({"every, 0s", "lease, 10s", "settle-for, -1s", "close-after, 1s", "marks, 0"})
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + "." + key)
                .hasMessageContaining("was:");
    }

    private static RollupProperties bind(Map<String, String> settings) {
        Map<String, String> whole =
                settings.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        e -> PREFIX + "." + e.getKey(), Map.Entry::getValue));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate(PREFIX, RollupProperties.class);
    }
}

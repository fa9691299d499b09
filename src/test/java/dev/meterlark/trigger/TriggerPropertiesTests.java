package dev.meterlark.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class TriggerPropertiesTests {

    private static final String PREFIX = "meterlark.triggers.";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new TriggerProperties(
                                20_000,
                                DataSize.ofKilobytes(64),
                                DataSize.ofKilobytes(8),
                                100,
                                DataSize.ofMegabytes(1),
                                Duration.ofMinutes(5),
                                1_000,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(1),
                                Duration.ofSeconds(2)));
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bind(
                                Map.ofEntries(
                                        Map.entry("max-triggers", "1"),
                                        Map.entry("max-configuration-size", "2KB"),
                                        Map.entry("max-template-size", "3KB"),
                                        Map.entry("max-paths", "4"),
                                        Map.entry("max-input-size", "5KB"),
                                        Map.entry("longest-batch-window", "6s"),
                                        Map.entry("feeds", "7"),
                                        Map.entry("look-every", "8s"),
                                        Map.entry("lease", "9s"),
                                        Map.entry("first-retry", "10s"),
                                        Map.entry("longest-retry", "11s"),
                                        Map.entry("report-every", "12s"))))
                .isEqualTo(
                        new TriggerProperties(
                                1,
                                DataSize.ofKilobytes(2),
                                DataSize.ofKilobytes(3),
                                4,
                                DataSize.ofKilobytes(5),
                                Duration.ofSeconds(6),
                                7,
                                Duration.ofSeconds(8),
                                Duration.ofSeconds(9),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(11),
                                Duration.ofSeconds(12)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-triggers, 0",
        "max-triggers, 1000001",
        "max-configuration-size, 0B",
        "max-configuration-size, 2MB",
        "max-template-size, 0B",
        "max-paths, -1",
        "max-input-size, 2MB",
        "longest-batch-window, -1s",
        "feeds, -1",
        "look-every, 0s",
        "lease, 500ms",
        "lease, 2s",
        "first-retry, 0s",
        "longest-retry, 500ms",
        "report-every, 0s"
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("was:");
    }

    private static TriggerProperties bind(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        settings.forEach((key, value) -> all.put(PREFIX + key, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("meterlark.triggers", TriggerProperties.class);
    }
}

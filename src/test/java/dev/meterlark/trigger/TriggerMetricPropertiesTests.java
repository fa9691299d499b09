package dev.meterlark.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class TriggerMetricPropertiesTests {

    private static final String PREFIX = "meterlark.triggers.metrics";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new TriggerMetricProperties(
                                Duration.ofDays(3), Duration.ofDays(100), Duration.ofMinutes(10)));
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bind(
                                Map.of(
                                        PREFIX + ".minutes-for", "2h",
                                        PREFIX + ".hours-for", "3h",
                                        PREFIX + ".sweep-every", "4s")))
                .isEqualTo(
                        new TriggerMetricProperties(
                                Duration.ofHours(2), Duration.ofHours(3), Duration.ofSeconds(4)));
    }

    @ParameterizedTest
    @CsvSource({
        "minutes-for, 1h, be at least 2h",
        "hours-for, 2d, be at least minutes-for",
        "sweep-every, 0s, be longer than 0"
    })
    void whatMakesNoSenseIsRefusedWithItsKeyAndValue(String key, String value, String must) {
        assertThatThrownBy(() -> bind(Map.of(PREFIX + "." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.triggers.metrics.%s must %s".formatted(key, must))
                .hasMessageContaining("was: ");
    }

    private static TriggerMetricProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate(PREFIX, TriggerMetricProperties.class);
    }
}

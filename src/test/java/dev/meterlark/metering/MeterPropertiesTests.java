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

class MeterPropertiesTests {

    private static final String PREFIX = "meterlark.metering.meters";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of())).isEqualTo(new MeterProperties(Duration.ofSeconds(10), 50_000));
    }

    @Test
    void everySettingIsRead() {
        assertThat(bind(Map.of("write-every", "3s", "max-counts", "4")))
                .isEqualTo(new MeterProperties(Duration.ofSeconds(3), 4));
    }

    @ParameterizedTest
    @CsvSource({"write-every, 0s", "max-counts, 0"})
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + "." + key)
                .hasMessageContaining("was:");
    }

    private static MeterProperties bind(Map<String, String> settings) {
        Map<String, String> whole =
                settings.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        e -> PREFIX + "." + e.getKey(), Map.Entry::getValue));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate(PREFIX, MeterProperties.class);
    }
}

package dev.meterlark.trigger.route;

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

class RoutePropertiesTests {

    private static final String PREFIX = "meterlark.routes.";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new RouteProperties(
                                300,
                                DataSize.ofKilobytes(64),
                                Duration.ofSeconds(2),
                                Duration.ofHours(1),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(1)));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> settings =
                Map.of(
                        "max-routes", "1",
                        "max-schema", "2KB",
                        "look-every", "3s",
                        "keys-for", "4s",
                        "keys-again-after", "5s",
                        "clock-skew", "6s");

        assertThat(bind(settings))
                .isEqualTo(
                        new RouteProperties(
                                1,
                                DataSize.ofKilobytes(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(6)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-routes, 0, be 1 to 10000",
        "max-schema, 513KB, be 1B to 512KB",
        "look-every, 0s, be longer than 0",
        "keys-for, 0s, be longer than 0",
        "keys-again-after, 0s, be longer than 0",
        "clock-skew, 11m, be 0 to 10 minutes"
    })
    void whatIsOutOfBoundsIsRefusedWithKeyAndValue(String key, String value, String rule) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key + " must " + rule);
    }

    private static RouteProperties bind(Map<String, String> settings) {
        Map<String, String> prefixed = new HashMap<>();
        settings.forEach((key, value) -> prefixed.put(PREFIX + key, value));
        return new Binder(new MapConfigurationPropertySource(prefixed))
                .bindOrCreate("meterlark.routes", RouteProperties.class);
    }
}

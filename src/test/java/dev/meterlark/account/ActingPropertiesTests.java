package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class ActingPropertiesTests {

    @Test
    void defaults() {
        assertThat(bound(Map.of())).isEqualTo(new ActingProperties(Duration.ofHours(1)));
    }

    @Test
    void mapping() {
        assertThat(bound(Map.of("meterlark.acting.longest", "5m")))
                .isEqualTo(new ActingProperties(Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource({"longest, 10s", "longest, 25h"})
    void rejections(String key, String value) {
        assertThatThrownBy(() -> bound(Map.of("meterlark.acting." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.acting." + key)
                .hasMessageContaining("was: ");
    }

    private static ActingProperties bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.acting", ActingProperties.class);
    }
}

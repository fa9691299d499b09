package dev.meterlark.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class NodePropertiesTests {

    @Test
    void defaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new NodeProperties(
                                Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofDays(1)));
    }

    @Test
    void mapping() {
        assertThat(
                        bound(
                                Map.of(
                                        "meterlark.nodes.every",
                                        "2s",
                                        "meterlark.nodes.lost-after",
                                        "5s",
                                        "meterlark.nodes.forgotten-after",
                                        "1h")))
                .isEqualTo(
                        new NodeProperties(
                                Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource({"every, 10ms", "lost-after, 10s", "forgotten-after, 59s"})
    void rejections(String key, String value) {
        assertThatThrownBy(() -> bound(Map.of("meterlark.nodes." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.nodes." + key)
                .hasMessageContaining("was: ");
    }

    private static NodeProperties bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.nodes", NodeProperties.class);
    }
}

package dev.meterlark.worker.relay;

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

class RelayPropertiesTests {

    private static final String KEY = "meterlark.sandbox.relay";

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new RelayProperties(
                                1,
                                64,
                                512,
                                2048,
                                DataSize.ofKilobytes(16),
                                DataSize.ofMegabytes(64),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(16),
                                Duration.ofMinutes(1)));
    }

    @Test
    void mapping() {
        assertThat(
                        bind(
                                Map.of(
                                        "threads", "2",
                                        "connections", "3",
                                        "connections-per-account", "4",
                                        "connections-of-node", "5",
                                        "headers", "2KB",
                                        "body", "1MB",
                                        "connect-timeout", "6s",
                                        "longest-request", "7s",
                                        "idle-timeout", "8s")))
                .isEqualTo(
                        new RelayProperties(
                                2,
                                3,
                                4,
                                5,
                                DataSize.ofKilobytes(2),
                                DataSize.ofMegabytes(1),
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8)));
    }

    @ParameterizedTest
    @CsvSource({
        "threads, 0",
        "connections, 1001",
        "connections-per-account, 0",
        "connections-of-node, 0",
        "headers, 65KB",
        "body, 2GB",
        "connect-timeout, 61s",
        "longest-request, 0s",
        "idle-timeout, 3601s"
    })
    void aValueOutOfRangeIsRefusedByKeyAndValue(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(KEY + "." + key);
    }

    private static RelayProperties bind(Map<String, String> values) {
        var settings = new HashMap<String, String>();
        values.forEach((key, value) -> settings.put(KEY + "." + key, value));
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate(KEY, RelayProperties.class);
    }
}

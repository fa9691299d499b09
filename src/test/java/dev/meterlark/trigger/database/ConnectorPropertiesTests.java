package dev.meterlark.trigger.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class ConnectorPropertiesTests {

    private static final String KEY = "meterlark.trigger.database.";

    @Test
    void defaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new ConnectorProperties(
                                List.of(),
                                List.of(),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                DataSize.ofMegabytes(16),
                                DataSize.ofGigabytes(1)));
    }

    @Test
    void everySettingCounts() {
        ConnectorProperties properties =
                bound(
                        Map.of(
                                KEY + "refused", "198.51.100.0/24",
                                KEY + "allowed", "127.0.0.1 5432",
                                KEY + "connect-timeout", "1s",
                                KEY + "statement-timeout", "2s",
                                KEY + "heartbeat", "3s",
                                KEY + "look", "4s",
                                KEY + "stop-timeout", "5s",
                                KEY + "max-queued", "6MB",
                                KEY + "warn-at", "7MB"));

        assertThat(properties)
                .isEqualTo(
                        new ConnectorProperties(
                                List.of("198.51.100.0/24"),
                                List.of("127.0.0.1 5432"),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofSeconds(5),
                                DataSize.ofMegabytes(6),
                                DataSize.ofMegabytes(7)));
        assertThat(properties.reach().refused()).hasSize(1);
        assertThat(properties.reach().allowed()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    refused           | everywhere       | refused cannot hold 'everywhere'
                    allowed           | 169.254.1.1 80   | allowed cannot hold '169.254.1.1 80'
                    allowed           | 10.0.0.0/8       | a network and ports are needed
                    connect-timeout   | 0s               | connect-timeout must be 100ms to 10m, was: PT0S
                    statement-timeout | 11m              | statement-timeout must be 100ms to 10m
                    heartbeat         | 10ms             | heartbeat must be 100ms to 10m
                    look              | 1h               | look must be 100ms to 10m
                    stop-timeout      | 0s               | stop-timeout must be 100ms to 10m
                    max-queued        | 1KB              | max-queued must be 1MB to 512MB
                    warn-at           | 0B               | warn-at must be at least 1B
                    """)
    void whatIsOutOfBoundsIsRefusedByKeyAndValue(String key, String value, String refusal) {
        assertThatThrownBy(() -> bound(Map.of(KEY + key, value)))
                .hasStackTraceContaining(KEY + key)
                .hasStackTraceContaining(refusal);
    }

    private static ConnectorProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("meterlark.trigger.database", ConnectorProperties.class);
    }
}

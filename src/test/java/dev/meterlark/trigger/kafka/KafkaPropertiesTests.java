package dev.meterlark.trigger.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Map.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How tenants' topics are read. */
class KafkaPropertiesTests {

    private static final String KEY = "meterlark.trigger.kafka.";

    @Test
    void theDefaultsAreReasonable() {
        assertThat(RunningReader.properties(Map.of()))
                .isEqualTo(
                        new KafkaProperties(
                                List.of(),
                                List.of(),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(15),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(10),
                                DataSize.ofMegabytes(16),
                                DataSize.ofMegabytes(4),
                                20,
                                64,
                                Duration.ofMinutes(1),
                                8));
    }

    @Test
    void everythingCanBeSet() {
        KafkaProperties set =
                RunningReader.properties(
                        Map.ofEntries(
                                entry(KEY + "refused", "198.51.100.0/24"),
                                entry(KEY + "allowed", "127.0.0.1 9092"),
                                entry(KEY + "connect-timeout", "1s"),
                                entry(KEY + "request-timeout", "2s"),
                                entry(KEY + "session-timeout", "7s"),
                                entry(KEY + "commit-every", "1s"),
                                entry(KEY + "look", "3s"),
                                entry(KEY + "max-queued", "1MB"),
                                entry(KEY + "fetch", "64KB"),
                                entry(KEY + "max-connections", "2"),
                                entry(KEY + "max-producers", "3"),
                                entry(KEY + "producer-idle", "4s"),
                                entry(KEY + "max-tests", "5")));

        assertThat(set.reach().refused()).hasSize(1);
        assertThat(set.reach().allowed()).hasSize(1);
        assertThat(set.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(set.requestTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(set.sessionTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(set.commitEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThat(set.look()).isEqualTo(Duration.ofSeconds(3));
        assertThat(set.maxQueued()).isEqualTo(DataSize.ofMegabytes(1));
        assertThat(set.fetch()).isEqualTo(DataSize.ofKilobytes(64));
        assertThat(set.maxConnections()).isEqualTo(2);
        assertThat(set.maxProducers()).isEqualTo(3);
        assertThat(set.producerIdle()).isEqualTo(Duration.ofSeconds(4));
        assertThat(set.maxTests()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "refused, nowhere",
        "allowed, 10.0.0.0/8",
        "allowed, 169.254.0.0/16 80",
        "connect-timeout, 1ms",
        "request-timeout, 11m",
        "session-timeout, 5s",
        "commit-every, 0s",
        "look, 0s",
        "max-queued, 1KB",
        "fetch, 1GB",
        "max-connections, 0",
        "max-producers, 0",
        "producer-idle, 0s",
        "max-tests, 0"
    })
    void whatIsOutOfBoundsIsNamed(String key, String value) {
        assertThatThrownBy(() -> RunningReader.properties(Map.of(KEY + key, value)))
                .hasStackTraceContaining(KEY + key);
    }
}

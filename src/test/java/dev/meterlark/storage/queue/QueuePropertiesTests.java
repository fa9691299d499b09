package dev.meterlark.storage.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class QueuePropertiesTests {

    private static final String PREFIX = "meterlark.storage.queues.";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new QueueProperties(
                                1_000,
                                DataSize.ofMegabytes(1),
                                100,
                                DataSize.ofMegabytes(4),
                                200_000,
                                DataSize.ofGigabytes(1),
                                Duration.ofSeconds(20),
                                200,
                                5_000,
                                Duration.ofMillis(500),
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(1)));
    }

    @Test
    void everySettingIsRead() {
        Map<String, String> settings = new HashMap<>();
        settings.put("max-queues", "1");
        settings.put("max-message-size", "2KB");
        settings.put("max-batch", "3");
        settings.put("max-batch-size", "4KB");
        settings.put("max-messages", "5");
        settings.put("max-size", "6KB");
        settings.put("longest-wait", "7s");
        settings.put("waiters-per-account", "8");
        settings.put("waiters", "9");
        settings.put("poll-every", "10ms");
        settings.put("count-every", "11s");
        settings.put("deduplication-kept", "12m");
        settings.put("sweep-every", "13s");

        assertThat(bind(settings))
                .isEqualTo(
                        new QueueProperties(
                                1,
                                DataSize.ofKilobytes(2),
                                3,
                                DataSize.ofKilobytes(4),
                                5,
                                DataSize.ofKilobytes(6),
                                Duration.ofSeconds(7),
                                8,
                                9,
                                Duration.ofMillis(10),
                                Duration.ofSeconds(11),
                                Duration.ofMinutes(12),
                                Duration.ofSeconds(13)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-queues, 0",
        "max-message-size, 0B",
        "max-message-size, 2MB",
        "max-batch, 0",
        "max-batch-size, 1KB",
        "max-messages, 0",
        "max-size, 1KB",
        "longest-wait, -1s",
        "longest-wait, 61s",
        "waiters-per-account, 0",
        "waiters, 0",
        "poll-every, 0s",
        "count-every, 0s",
        "deduplication-kept, 0s",
        "sweep-every, 0s"
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + key)
                .hasMessageContaining("was:");
    }

    private static QueueProperties bind(Map<String, String> settings) {
        Map<String, String> whole = new HashMap<>();
        settings.forEach((key, value) -> whole.put(PREFIX + key, value));
        return QueueNode.properties(whole);
    }
}

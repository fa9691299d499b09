package dev.meterlark.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.Map;

class OutboxPropertiesTests {

    @Test
    void theDefaultsOutlastAReceiverThatIsDownForHours() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new OutboxProperties(
                                256,
                                32,
                                DataSize.ofMegabytes(64),
                                Duration.ofMinutes(2),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(15),
                                Duration.ofDays(3),
                                400,
                                Duration.ofDays(14),
                                DataSize.ofGigabytes(1)));
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bind(
                                Map.ofEntries(
                                        Map.entry("in-flight", "9"),
                                        Map.entry("in-flight-per-account", "3"),
                                        Map.entry("memory", "2MB"),
                                        Map.entry("lease", "10s"),
                                        Map.entry("poll-every", "2s"),
                                        Map.entry("first-retry", "3s"),
                                        Map.entry("longest-retry", "4s"),
                                        Map.entry("give-up-after", "5h"),
                                        Map.entry("max-attempts", "6"),
                                        Map.entry("parked-for", "7d"),
                                        Map.entry("bytes-per-account", "8MB"))))
                .isEqualTo(
                        new OutboxProperties(
                                9,
                                3,
                                DataSize.ofMegabytes(2),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofHours(5),
                                6,
                                Duration.ofDays(7),
                                DataSize.ofMegabytes(8)));
    }

    @ParameterizedTest
    @CsvSource({
        "in-flight, 0, 1 to 10000",
        "in-flight, 10001, 1 to 10000",
        "in-flight-per-account, 0, 1 to 256",
        "in-flight-per-account, 257, 1 to 256",
        "memory, 1KB, at least 1MB",
        "lease, 4s, at least 5s",
        "poll-every, 0s, longer than 0",
        "first-retry, 0s, longer than 0",
        "longest-retry, 500ms, at least first-retry",
        "give-up-after, 0s, longer than 0",
        "max-attempts, 0, 1 to 100000",
        "parked-for, 0s, longer than 0",
        "bytes-per-account, 0B, at least 1B"
    })
    void whatCannotBeIsRefusedWithItsKeyAndValue(String key, String value, String why) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.outbox." + key)
                .hasMessageContaining(why)
                .hasMessageContaining("was: ");
    }

    static OutboxProperties bind(Map<String, String> settings) {
        var source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("meterlark.outbox." + key, value));
        return new Binder(source).bindOrCreate("meterlark.outbox", OutboxProperties.class);
    }
}

package dev.meterlark.worker.pool;

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

class PoolPropertiesTests {

    @Test
    void defaultsSuitAMachineThatIsNotKnown() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new PoolProperties(
                                200,
                                DataSize.ofBytes(0),
                                Duration.ofMillis(100),
                                Duration.ofMinutes(10),
                                Duration.ofHours(2),
                                1000,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                DataSize.ofKilobytes(256),
                                DataSize.ofMegabytes(20),
                                DataSize.ofBytes(0),
                                DataSize.ofGigabytes(10)));
    }

    @Test
    void everyValueCanBeSet() {
        assertThat(
                        bind(
                                Map.ofEntries(
                                        Map.entry("max-sandboxes", "7"),
                                        Map.entry("memory", "2GB"),
                                        Map.entry("freeze-after", "1s"),
                                        Map.entry("idle-for", "1m"),
                                        Map.entry("longest-life", "1h"),
                                        Map.entry("max-waiting", "0"),
                                        Map.entry("longest-wait", "2s"),
                                        Map.entry("longest-init", "3s"),
                                        Map.entry("longest-afterwork", "4s"),
                                        Map.entry("log-bytes-per-call", "1KB"),
                                        Map.entry("largest-stream", "8MB"),
                                        Map.entry("stream-per-second", "2MB"),
                                        Map.entry("code-bytes", "1GB"))))
                .isEqualTo(
                        new PoolProperties(
                                7,
                                DataSize.ofGigabytes(2),
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(1),
                                Duration.ofHours(1),
                                0,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                DataSize.ofKilobytes(1),
                                DataSize.ofMegabytes(8),
                                DataSize.ofMegabytes(2),
                                DataSize.ofGigabytes(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "max-sandboxes, 0, 0",
        "memory, 1MB, 1048576B",
        "freeze-after, 0s, PT0S",
        "idle-for, 0s, PT0S",
        "longest-life, -1s, PT-1S",
        "max-waiting, -1, -1",
        "longest-wait, 0s, PT0S",
        "longest-init, 0s, PT0S",
        "longest-afterwork, 0s, PT0S",
        "log-bytes-per-call, -1B, -1",
        "largest-stream, 0B, 0",
        "stream-per-second, -1B, -1",
        "code-bytes, 0B, 0"
    })
    void whatMakesNoSenseIsRefusedWithKeyAndValue(String key, String value, String shown) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageStartingWith("meterlark.worker." + key)
                .hasMessageEndingWith(": " + shown);
    }

    private static PoolProperties bind(Map<String, String> values) {
        var source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put("meterlark.worker." + key, value));
        return new Binder(source).bindOrCreate("meterlark.worker", PoolProperties.class);
    }
}

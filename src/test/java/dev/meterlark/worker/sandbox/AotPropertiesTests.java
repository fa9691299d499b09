package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.Map;

class AotPropertiesTests {

    @Test
    void theDefaultsAreTheDesigns() {
        assertThat(SharedSandboxes.properties(Map.of()).aot())
                .isEqualTo(
                        new AotProperties(
                                true,
                                Duration.ofMillis(300),
                                DataSize.ofGigabytes(2),
                                DataSize.ofMegabytes(256),
                                Duration.ofMinutes(2)));
    }

    @Test
    void everySettingIsRead() {
        var read =
                SharedSandboxes.properties(
                        Map.of(
                                "meterlark.sandbox.aot.enabled", "false",
                                "meterlark.sandbox.aot.worthwhile", "1s",
                                "meterlark.sandbox.aot.bytes", "3GB",
                                "meterlark.sandbox.aot.bytes-each", "4MB",
                                "meterlark.sandbox.aot.timeout", "5s"));

        assertThat(read.aot())
                .isEqualTo(
                        new AotProperties(
                                false,
                                Duration.ofSeconds(1),
                                DataSize.ofGigabytes(3),
                                DataSize.ofMegabytes(4),
                                Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "worthwhile, -1ms",
        "bytes, 100KB",
        "bytes-each, 0MB",
        "timeout, 0s",
        "timeout, 2h"
    })
    void aValueOutOfRangeIsRefusedByKeyAndValue(String key, String value) {
        var values = Map.of("meterlark.sandbox.aot." + key, value);

        assertThatThrownBy(() -> SharedSandboxes.properties(values))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meterlark.sandbox.aot." + key + " must");
    }
}

package dev.meterlark.worker.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.Map;

class BlankPropertiesTests {

    @Test
    void theDefaultsAreTheDesigns() {
        assertThat(SharedSandboxes.properties(Map.of()).blank())
                .isEqualTo(
                        new BlankProperties(
                                true,
                                DataSize.ofMegabytes(512),
                                8,
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(30)));
    }

    @Test
    void everySettingIsRead() {
        var read =
                SharedSandboxes.properties(
                        Map.of(
                                "meterlark.sandbox.blank.enabled", "false",
                                "meterlark.sandbox.blank.memory", "1GB",
                                "meterlark.sandbox.blank.most", "3",
                                "meterlark.sandbox.blank.first-after", "0s",
                                "meterlark.sandbox.blank.window", "7s",
                                "meterlark.sandbox.blank.start-timeout", "9s"));

        assertThat(read.blank())
                .isEqualTo(
                        new BlankProperties(
                                false,
                                DataSize.ofGigabytes(1),
                                3,
                                Duration.ZERO,
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(9)));
    }

    @ParameterizedTest
    @CsvSource({
        "memory, 15MB",
        "most, 0",
        "most, 1001",
        "first-after, -1s",
        "window, 0s",
        "window, 25h",
        "start-timeout, 0s",
        "start-timeout, 301s"
    })
    void aValueOutOfRangeIsRefusedByKeyAndValue(String key, String value) {
        var values = Map.of("meterlark.sandbox.blank." + key, value);

        assertThatThrownBy(() -> SharedSandboxes.properties(values))
                .rootCause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("meterlark.sandbox.blank." + key + " must be");
    }
}

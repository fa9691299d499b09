package dev.meterlark.invocation.compiling;

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

class CompilingPropertiesTests {

    @Test
    void theDefaultsLetTwoCompileForTwentySeconds() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new CompilingProperties(
                                DataSize.ofMegabytes(512),
                                Duration.ofSeconds(20),
                                2,
                                Duration.ofSeconds(10)));
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bind(
                                Map.of(
                                        "memory", "1GB",
                                        "timeout", "7s",
                                        "at-once", "3",
                                        "longest-wait", "0s")))
                .isEqualTo(
                        new CompilingProperties(
                                DataSize.ofGigabytes(1), Duration.ofSeconds(7), 3, Duration.ZERO));
    }

    @ParameterizedTest
    @CsvSource({
        "memory, 255MB, be 256MB to 10240MB",
        "memory, 11GB, be 256MB to 10240MB",
        "timeout, 999ms, be 1s to 15m",
        "timeout, 16m, be 1s to 15m",
        "at-once, 0, be at least 1",
        "longest-wait, -1s, not be negative"
    })
    void whatCannotBeIsRefusedWithItsKeyAndValue(String key, String value, String why) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.compiling." + key)
                .hasMessageContaining(why)
                .hasMessageContaining("was: ");
    }

    private static CompilingProperties bind(Map<String, String> settings) {
        var source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put("meterlark.compiling." + key, value));
        return new Binder(source).bindOrCreate("meterlark.compiling", CompilingProperties.class);
    }
}

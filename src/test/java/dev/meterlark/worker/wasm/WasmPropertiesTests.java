package dev.meterlark.worker.wasm;

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

class WasmPropertiesTests {

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new WasmProperties(
                                DataSize.ofGigabytes(2),
                                32,
                                1,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                32,
                                DataSize.ofMegabytes(512),
                                false));
    }

    @Test
    void mapping() {
        assertThat(
                        bind(
                                Map.of(
                                        "meterlark.wasm.host-memory", "1GB",
                                        "meterlark.wasm.most-hosts", "7",
                                        "meterlark.wasm.spare-hosts", "2",
                                        "meterlark.wasm.host-idle", "30s",
                                        "meterlark.wasm.stop-grace", "3s",
                                        "meterlark.wasm.start-timeout", "10s",
                                        "meterlark.wasm.compile-timeout", "20s",
                                        "meterlark.wasm.modules-per-host", "5",
                                        "meterlark.wasm.kept-code", "1MB",
                                        "meterlark.wasm.without-isolation", "true")))
                .isEqualTo(
                        new WasmProperties(
                                DataSize.ofGigabytes(1),
                                7,
                                2,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(20),
                                5,
                                DataSize.ofMegabytes(1),
                                true));
    }

    @ParameterizedTest
    @CsvSource({
        "host-memory, 256MB",
        "host-memory, 65GB",
        "most-hosts, 0",
        "most-hosts, 10001",
        "spare-hosts, -1",
        "spare-hosts, 17",
        "host-idle, 500ms",
        "host-idle, 25h",
        "stop-grace, 50ms",
        "stop-grace, 31s",
        "start-timeout, 0s",
        "start-timeout, 301s",
        "compile-timeout, 0s",
        "compile-timeout, 901s",
        "modules-per-host, 0",
        "modules-per-host, 1001",
        "kept-code, -1B",
        "kept-code, 101GB"
    })
    void rejections(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("meterlark.wasm." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.wasm.%s must be".formatted(key))
                .hasMessageContaining("was: ");
    }

    private static WasmProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.wasm", WasmProperties.class);
    }
}

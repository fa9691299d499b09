package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.util.Map;

class ExportPropertiesTests {

    @Test
    void defaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new ExportProperties(
                                DataSize.ofGigabytes(1), 10_000, DataSize.ofMegabytes(256)));
    }

    @Test
    void mapping() {
        Map<String, String> values =
                Map.of(
                        "meterlark.export.object-bytes", "1KB",
                        "meterlark.export.messages-per-queue", "2",
                        "meterlark.export.log-bytes", "3B");

        assertThat(bound(values).bounds()).isEqualTo(new ExportBounds(1024, 2, 3));
    }

    @ParameterizedTest
    @CsvSource({"object-bytes, -1B", "messages-per-queue, -1", "log-bytes, -1B"})
    void rejections(String key, String value) {
        assertThatThrownBy(() -> bound(Map.of("meterlark.export." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.export." + key)
                .hasMessageContaining("was: ");
    }

    private static ExportProperties bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("meterlark.export", ExportProperties.class);
    }
}

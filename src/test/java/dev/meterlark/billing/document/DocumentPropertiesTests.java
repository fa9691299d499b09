package dev.meterlark.billing.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class DocumentPropertiesTests {

    @Test
    void theDefaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(
                        new DocumentProperties(
                                2_000,
                                4,
                                Duration.ofSeconds(10),
                                "meterlark@localhost",
                                Duration.ofDays(30)));
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bound(
                                Map.of(
                                        "meterlark.billing.document.detail-lines",
                                        "5",
                                        "meterlark.billing.document.at-once",
                                        "2",
                                        "meterlark.billing.document.longest-wait",
                                        "3s",
                                        "meterlark.billing.document.mail-from",
                                        "a@b.example",
                                        "meterlark.billing.document.mail-for",
                                        "7d")))
                .isEqualTo(
                        new DocumentProperties(
                                5, 2, Duration.ofSeconds(3), "a@b.example", Duration.ofDays(7)));
    }

    @ParameterizedTest
    @CsvSource({
        "detail-lines, -1",
        "detail-lines, 50001",
        "at-once, 0",
        "at-once, 101",
        "longest-wait, -1s",
        "longest-wait, 61s",
        "mail-from, nobody",
        "mail-from, a@b c",
        "mail-for, 0s",
        "mail-for, 366d"
    })
    void whatMakesNoSenseIsRefusedByKeyAndValue(String key, String value) {
        String name = "meterlark.billing.document." + key;

        assertThatThrownBy(() -> bound(Map.of(name, value)))
                .rootCause()
                .hasMessageContaining(name)
                .hasMessageContaining("was: ");
    }

    private static DocumentProperties bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("meterlark.billing.document", DocumentProperties.class);
    }
}

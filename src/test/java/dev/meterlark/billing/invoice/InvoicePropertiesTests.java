package dev.meterlark.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

class InvoicePropertiesTests {

    private static final String PREFIX = "meterlark.billing.invoices";

    @Test
    void theDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new InvoiceProperties(
                                Duration.ofHours(24),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(2),
                                "INV-",
                                "CN-",
                                10,
                                3,
                                new BigDecimal("10000")));
    }

    @Test
    void everySettingIsRead() {
        assertThat(
                        bind(
                                Map.of(
                                        "cut-off", "1h",
                                        "check-every", "2s",
                                        "lease", "30s",
                                        "number-prefix", "ML",
                                        "credit-note-prefix", "MC",
                                        "usual-multiple", "4",
                                        "usual-months", "5",
                                        "usual-at-least", "600")))
                .isEqualTo(
                        new InvoiceProperties(
                                Duration.ofHours(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(30),
                                "ML",
                                "MC",
                                4,
                                5,
                                new BigDecimal("600")));
    }

    @ParameterizedTest
    @CsvSource({
        "cut-off, -1h",
        "cut-off, 21d",
        "check-every, 0s",
        "lease, 9s",
        "number-prefix, inv",
        "number-prefix, ''",
        "credit-note-prefix, INV-",
        "usual-multiple, 1",
        "usual-months, 0",
        "usual-months, 37",
        "usual-at-least, 0"
    })
    void whatMakesNoSenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of(key, value)))
                .rootCause()
                .hasMessageContaining(PREFIX + "." + key)
                .hasMessageContaining("was:");
    }

    private static InvoiceProperties bind(Map<String, String> settings) {
        Map<String, String> whole =
                settings.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        e -> PREFIX + "." + e.getKey(), Map.Entry::getValue));
        return new Binder(new MapConfigurationPropertySource(whole))
                .bindOrCreate(PREFIX, InvoiceProperties.class);
    }
}

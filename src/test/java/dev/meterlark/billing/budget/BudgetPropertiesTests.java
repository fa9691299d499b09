package dev.meterlark.billing.budget;

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

class BudgetPropertiesTests {

    private static BudgetProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("meterlark.billing.budget", BudgetProperties.class);
    }

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new BudgetProperties(
                                new BigDecimal("0.02"),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(30),
                                Duration.ofMinutes(1),
                                20));
    }

    @Test
    void everyKeyIsBound() {
        assertThat(
                        bind(
                                Map.of(
                                        "meterlark.billing.budget.slice", "0.5",
                                        "meterlark.billing.budget.look-every", "2s",
                                        "meterlark.billing.budget.idle-after", "3s",
                                        "meterlark.billing.budget.dead-after", "40s",
                                        "meterlark.billing.budget.retry-after", "5s",
                                        "meterlark.billing.budget.try-again-after", "6s",
                                        "meterlark.billing.budget.alert-every", "7s",
                                        "meterlark.billing.budget.max-alerts", "8")))
                .isEqualTo(
                        new BudgetProperties(
                                new BigDecimal("0.5"),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(40),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7),
                                8));
    }

    @ParameterizedTest
    @CsvSource({
        "slice, -0.1",
        "slice, 1.1",
        "look-every, 0s",
        "idle-after, 0s",
        "dead-after, 2s",
        "retry-after, 0s",
        "try-again-after, 0s",
        "alert-every, 0s",
        "max-alerts, 0",
        "max-alerts, 101"
    })
    void whatIsOutOfBoundsIsRefusedWithItsKeyAndValue(String key, String value) {
        assertThatThrownBy(() -> bind(Map.of("meterlark.billing.budget." + key, value)))
                .rootCause()
                .hasMessageContaining("meterlark.billing.budget." + key)
                .hasMessageContaining(value.replaceAll("\\D+$", ""));
    }
}

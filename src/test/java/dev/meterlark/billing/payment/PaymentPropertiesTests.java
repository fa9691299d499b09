package dev.meterlark.billing.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class PaymentPropertiesTests {

    @Test
    void theDefaults() {
        assertThat(payments(Map.of()))
                .isEqualTo(
                        new PaymentProperties(
                                DataSize.ofKilobytes(256),
                                Duration.ofDays(90),
                                "meterlark@localhost"));
        assertThat(dunning(Map.of()))
                .isEqualTo(
                        new DunningProperties(
                                true, List.of(3, 10, 17), 30, false, Duration.ofMinutes(10), 100));
    }

    @Test
    void allCanBeSet() {
        assertThat(
                        payments(
                                Map.of(
                                        "largest-event", "1MB",
                                        "events-kept", "30d",
                                        "mail-from", "money@example.com")))
                .isEqualTo(
                        new PaymentProperties(
                                DataSize.ofMegabytes(1), Duration.ofDays(30), "money@example.com"));
        assertThat(
                        dunning(
                                Map.of(
                                        "enabled", "false",
                                        "reminder-days", "0,5",
                                        "suspension-day", "0",
                                        "suspend-unnoticed", "true",
                                        "look-every", "1h",
                                        "batch", "7")))
                .isEqualTo(
                        new DunningProperties(
                                false, List.of(0, 5), 0, true, Duration.ofHours(1), 7));
    }

    @Test
    void whatIsSwitchedOffHasNoSteps() {
        assertThat(dunning(Map.of("enabled", "false")).plan().steps()).isEmpty();
        assertThat(dunning(Map.of("suspension-day", "0")).plan().steps()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "largest-event|1KB",
                "largest-event|5MB",
                "events-kept|1d",
                "events-kept|3651d",
                "mail-from|nobody",
                "mail-from|a@b>,c@d"
            })
    void paymentsRefuse(String key, String value) {
        assertThatThrownBy(() -> payments(Map.of(key, value)))
                .rootCause()
                .hasMessageStartingWith("meterlark.billing.payments." + key + " must");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reminder-days|5,5",
                "reminder-days|10,3",
                "reminder-days|-1",
                "reminder-days|366",
                "reminder-days|1,2,3,4,5,6,7,8,9,10,11",
                "suspension-day|17",
                "suspension-day|-1",
                "suspension-day|366",
                "look-every|10ms",
                "look-every|2d",
                "batch|0",
                "batch|1001"
            })
    void dunningRefuses(String key, String value) {
        assertThatThrownBy(() -> dunning(Map.of(key, value)))
                .rootCause()
                .hasMessageStartingWith("meterlark.billing.dunning." + key + " must")
                .hasMessageContaining("was: ");
    }

    private static PaymentProperties payments(Map<String, String> settings) {
        return bind("meterlark.billing.payments", settings, PaymentProperties.class);
    }

    private static DunningProperties dunning(Map<String, String> settings) {
        return bind("meterlark.billing.dunning", settings, DunningProperties.class);
    }

    private static <T> T bind(String prefix, Map<String, String> settings, Class<T> type) {
        var source = new MapConfigurationPropertySource();
        settings.forEach((key, value) -> source.put(prefix + "." + key, value));
        return new Binder(source).bindOrCreate(prefix, Bindable.of(type));
    }
}

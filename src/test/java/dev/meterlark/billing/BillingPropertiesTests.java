package dev.meterlark.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

class BillingPropertiesTests {

    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new BillingProperties(
                                ZoneId.of("UTC"),
                                "payg",
                                List.of("free", "payg", "team"),
                                Duration.ofSeconds(10)));
    }

    @Test
    void everyValueIsMapped() {
        assertThat(
                        bind(
                                Map.of(
                                        "zone", "Europe/Berlin",
                                        "default-plan", "free",
                                        "plans-to-choose", "payg,startup",
                                        "resync-every", "1m")))
                .isEqualTo(
                        new BillingProperties(
                                ZoneId.of("Europe/Berlin"),
                                "free",
                                List.of("payg", "startup"),
                                Duration.ofMinutes(1)));
    }

    @Test
    void noneMayBeToChoose() {
        assertThat(bind(Map.of("plans-to-choose", "")).plansToChoose()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "default-plan, Free, 'meterlark.billing.default-plan must be the id of a plan, was: Free'",
        "plans-to-choose, 'payg,No Plan', 'meterlark.billing.plans-to-choose must be ids of plans,"
                + " was: No Plan'",
        "resync-every, 0s, 'meterlark.billing.resync-every must be longer than 0, at most 10m, was:"
                + " PT0S'",
        "resync-every, 11m, 'meterlark.billing.resync-every must be longer than 0, at most 10m,"
                + " was: PT11M'",
    })
    void aValueThatCannotWorkIsRefusedWithItsKey(String key, String value, String message) {
        assertThatThrownBy(() -> bind(Map.of(key, value))).rootCause().hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T10:00:00Z, 2026-11-01T11:00:00Z",
        "2026-11-01T10:59:30Z, 2026-11-01T11:00:00Z",
        "2026-11-01T10:59:30.000001Z, 2026-11-01T12:00:00Z",
    })
    void whatIsChangedTakesEffectWithAnHourThatEveryNodeKnowsOfInTime(
            Instant now, Instant soonest) {
        assertThat(bind(Map.of()).soonest(now)).isEqualTo(soonest);
    }

    private static BillingProperties bind(Map<String, String> values) {
        var source = new MapConfigurationPropertySource();
        values.forEach((key, value) -> source.put("meterlark.billing." + key, value));
        return new Binder(source).bindOrCreate("meterlark.billing", BillingProperties.class);
    }
}

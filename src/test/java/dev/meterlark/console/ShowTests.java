package dev.meterlark.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.console.calls.Outcome;
import dev.meterlark.console.calls.PhaseBar;
import dev.meterlark.shared.Money;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;

class ShowTests {

    @Test
    void durationsKeepThreeFiguresOrSo() {
        assertThat(Show.micros(0)).isEqualTo("0 µs");
        assertThat(Show.micros(999)).isEqualTo("999 µs");
        assertThat(Show.micros(1_400)).isEqualTo("1.4 ms");
        assertThat(Show.micros(312_400)).isEqualTo("312 ms");
        assertThat(Show.micros(2_345_678)).isEqualTo("2.35 s");
    }

    @Test
    void aCallsPriceIsNeverRoundedAndASumIsToAMillionth() {
        Money price = new Money(new BigDecimal("0.0000002083"), Currency.getInstance("USD"));

        assertThat(Show.price(price)).isEqualTo("0.0000002083 USD");
        assertThat(Show.sum(price)).isEqualTo("< 0.000001 USD");
        assertThat(Show.sum(new Money(BigDecimal.ZERO, price.currency()))).isEqualTo("0 USD");
        assertThat(Show.sum(new Money(new BigDecimal("3.1840004"), price.currency())))
                .isEqualTo("3.184 USD");
    }

    @Test
    void sizesAreInBinaryUnits() {
        assertThat(Show.bytes(1_023)).isEqualTo("1023 B");
        assertThat(Show.bytes(1_536)).isEqualTo("1.5 KiB");
        assertThat(Show.bytes(4_404_019)).isEqualTo("4.2 MiB");
    }

    @Test
    void aRefusalReadsAsASentence() {
        assertThat(Show.sentence("name must not be empty")).isEqualTo("Name must not be empty.");
        assertThat(Show.sentence("")).isEmpty();
    }

    @Test
    void phasesFillTheWholeBarInTheirOrder() {
        var bars = PhaseBar.of(0, 250, 250, 500);

        assertThat(bars)
                .extracting(PhaseBar::name)
                .containsExactly("queued", "start", "init", "run");
        assertThat(bars)
                .extracting(PhaseBar::from)
                .containsExactly("0.00", "0.00", "25.00", "50.00");
        assertThat(bars)
                .extracting(PhaseBar::width)
                .containsExactly("0.00", "25.00", "25.00", "50.00");
    }

    @Test
    void aFaultOfThePlatformIsShownAsFree() {
        assertThat(Outcome.of(null).ok()).isTrue();
        assertThat(Outcome.of("function.timeout"))
                .isEqualTo(new Outcome(false, false, "Timed out"));
        assertThat(Outcome.of("platform.error"))
                .isEqualTo(new Outcome(false, true, "Platform fault, free"));
        assertThat(Outcome.of("some.later-code").words()).isEqualTo("some.later-code");
    }

    @Test
    void anAmountHasTheDigitsOfItsCurrency() {
        assertThat(Show.amount(money("1234567.5", "EUR"))).isEqualTo("1\u2009234\u2009567.50 EUR");
        assertThat(Show.amount(money("-3", "EUR"))).isEqualTo("-3.00 EUR");
        assertThat(Show.amount(money("1200", "JPY"))).isEqualTo("1\u2009200 JPY");
        assertThat(Show.amount(money("1.5", "KWD"))).isEqualTo("1.500 KWD");
    }

    @Test
    void aQuantityIsGroupedAndNotLongerThanItIs() {
        assertThat(Show.grouped(new BigDecimal("123456789"))).isEqualTo("123\u2009456\u2009789");
        assertThat(Show.grouped(new BigDecimal("4412.123456"))).isEqualTo("4\u2009412.123");
        assertThat(Show.grouped(new BigDecimal("0.000"))).isEqualTo("0");
    }

    @Test
    void howLongSomethingStaysIsSaidInTheLargestUnitThatIsWhole() {
        assertThat(Show.kept(Duration.ofDays(1))).isEqualTo("1 day");
        assertThat(Show.kept(Duration.ofDays(90))).isEqualTo("90 days");
        assertThat(Show.kept(Duration.ofHours(36))).isEqualTo("36 hours");
        assertThat(Show.kept(Duration.ofMinutes(1))).isEqualTo("1 minute");
    }

    private static Money money(String amount, String currency) {
        return new Money(new BigDecimal(amount), Currency.getInstance(currency));
    }
}

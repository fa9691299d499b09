package dev.meterlark.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;

class PriceBookTests {

    private static final PriceBook BOOK = PriceBook.PAY_AS_YOU_GO_2026_01;

    /** Worked by hand: 0.0000002 + ms x MiB / 1 024 000 x 0.0000166667. */
    @ParameterizedTest
    @CsvSource({
        // one GB for one second: 0.0000002 + 0.0000166667
        "1000, 1024, 0.0000168667",
        // 0.125 GB for one millisecond: 0.000125 x 0.0000166667 = 0.0000000020833375
        "1, 128, 0.0000002020833375",
        // 0.125 GB for 100 ms: 0.0125 x 0.0000166667 = 0.00000020833375
        "100, 128, 0.00000040833375",
        // 10 GB for 900 s: 9000 x 0.0000166667 = 0.1500003
        "900000, 10240, 0.1500005",
        // 129/1024 = 0.1259765625; x 0.001 x 0.0000166667 = 0.00000000209961357421875
        "1, 129, 0.00000020209961357421875",
        // 0.5 GB for 2 s is the same as 1 GB for 1 s
        "2000, 512, 0.0000168667",
    })
    void aCallCostsItsRequestAndItsGbSecondsExactly(
            long millis, int memoryMiB, BigDecimal expected) {
        var price =
                BOOK.atList(
                        List.of(
                                UsageLine.requests(1),
                                UsageLine.gbSeconds(BigDecimal.valueOf(millis * memoryMiB))));

        assertThat(price.amount()).isEqualByComparingTo(expected);
        assertThat(price.currency()).isEqualTo(Currency.getInstance("USD"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0.0000002",
        "1000000, 0.20",
        "2500000, 0.50",
        "999999, 0.1999998",
        "0, 0",
    })
    void requestsCostTwentyCentsAMillion(long requests, BigDecimal expected) {
        assertThat(BOOK.atList(List.of(UsageLine.requests(requests))).amount())
                .isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1024000, 1, 0.0000166667",
        "128000, 0.125, 0.0000020833375",
        "409600000000, 400000, 6.66668",
        "1, 0.0000009765625, 0.00000000001627607421875",
    })
    void aGbIs1024MiB(BigDecimal mibMillis, BigDecimal gbSeconds, BigDecimal expected) {
        var usage = UsageLine.gbSeconds(mibMillis);

        assertThat(usage.quantity()).isEqualByComparingTo(gbSeconds);
        assertThat(BOOK.atList(List.of(usage)).amount()).isEqualByComparingTo(expected);
    }

    @Test
    void amillionCallsCostAMillionTimesOneCall() {
        var one =
                BOOK.atList(
                        List.of(
                                UsageLine.requests(1),
                                UsageLine.gbSeconds(new BigDecimal(129 * 7))));
        var many =
                BOOK.atList(
                        List.of(
                                UsageLine.requests(1_000_000),
                                UsageLine.gbSeconds(new BigDecimal(129L * 7 * 1_000_000))));

        assertThat(many.amount())
                .isEqualByComparingTo(one.amount().multiply(new BigDecimal(1_000_000)));
    }

    @Test
    void aBookWithoutAPriceForAMeterIsRefused() {
        assertThatThrownBy(
                        () ->
                                new PriceBook(
                                        "broken", "Broken", Currency.getInstance("USD"), Map.of()))
                .hasMessage("price book broken has no price for requests");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1, 'a price must not be negative, was: -1'",
        "1, 0, 'a price must be per a power of ten units, was: 0'",
        "1, 3, 'a price must be per a power of ten units, was: 3'",
    })
    void aPriceThatHasNoFiniteDecimalOrPaysTheTenantIsRefused(
            BigDecimal amount, BigDecimal per, String message) {
        assertThatThrownBy(() -> new Price.PerUnit(amount, per)).hasMessage(message);
    }
}

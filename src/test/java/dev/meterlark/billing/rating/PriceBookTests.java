package dev.meterlark.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.Money;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.Map;

class PriceBookTests {

    private static final Currency USD = Currency.getInstance("USD");

    private static final PriceBook BOOK =
            new PriceBook(
                    "b",
                    "p",
                    USD,
                    Map.of(
                            Meter.REQUESTS,
                            price("0.20", "1000000"),
                            Meter.GB_SECONDS,
                            price("0.0000166667", "1"),
                            Meter.EGRESS_GB,
                            price("0.09", "1")));

    private static final ListPrices LIST = new ListPrices(BOOK);

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
        Money price =
                LIST.of(
                        Quantity.requests(1),
                        Quantity.gbSeconds(BigInteger.valueOf(millis * memoryMiB)));

        assertThat(price.amount()).isEqualByComparingTo(expected);
        assertThat(price.currency()).isEqualTo(USD);
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
        assertThat(LIST.of(Quantity.requests(requests)).amount()).isEqualByComparingTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "1024000, 1, 0.0000166667",
        "128000, 0.125, 0.0000020833375",
        "409600000000, 400000, 6.66668",
        "1, 0.000000976563, 0.00000000001627607421875",
    })
    void aGbIs1024MiB(BigInteger mibMillis, String gbSeconds, BigDecimal expected) {
        Quantity used = Quantity.gbSeconds(mibMillis);

        assertThat(used.text()).isEqualTo(gbSeconds);
        assertThat(LIST.of(used).amount()).isEqualByComparingTo(expected);
    }

    @Test
    void aMillionCallsCostAMillionTimesOneCall() {
        Money one = LIST.of(Quantity.requests(1), Quantity.gbSeconds(BigInteger.valueOf(129 * 7)));
        Money many =
                LIST.of(
                        Quantity.requests(1_000_000),
                        Quantity.gbSeconds(BigInteger.valueOf(129L * 7 * 1_000_000)));

        assertThat(many.amount())
                .isEqualByComparingTo(one.amount().multiply(new BigDecimal(1_000_000)));
    }

    /** The list price is worked out by the price that lines of invoices are worked out by. */
    @Test
    void aCallCostsOnTheInvoiceWhatItCostsAtListPrice() {
        for (long raw : new long[] {0, 1, 7, 1_073_741_824L, 1_000_000_000_000L}) {
            for (Meter meter : new Meter[] {Meter.REQUESTS, Meter.GB_SECONDS, Meter.EGRESS_GB}) {
                Quantity used = new Quantity(meter, BigInteger.valueOf(raw));

                assertThat(LIST.of(used).amount())
                        .isEqualByComparingTo(Rating.charge(BOOK, used, Fraction.ONE).precise());
            }
        }
    }

    @Test
    void aMeterWithoutAPriceCostsNothing() {
        Quantity cpu = new Quantity(Meter.CPU_SECONDS, BigInteger.TEN);

        assertThat(LIST.of(cpu)).isEqualTo(Money.zero(USD));
        assertThat(BOOK.price(Meter.CPU_SECONDS)).isEqualTo(MeterPrice.NOTHING);
        assertThat(BOOK.prices()).containsOnlyKeys(Meter.values());
    }

    @ParameterizedTest
    @CsvSource({
        "XXX, 0, XXX, 0, XXX, 'nothing is paid in XXX: it has no smallest unit'",
        "EUR, 1, USD, 0, EUR, 'the fee must be in EUR as the prices are, was: 1 USD'",
        "EUR, -1, EUR, 0, EUR, 'the fee must not be negative, was: -1'",
        "EUR, 1.001, EUR, 0, EUR, 'the fee must have at most 2 digits behind the point, was: 1.001"
                + " EUR'",
        "JPY, 0, JPY, 0.5, JPY, 'the minimum must have at most 0 digits behind the point, was: 0.5"
                + " JPY'",
    })
    void feeAndMinimumAreAmountsThatCanBePaid(
            String currency,
            BigDecimal fee,
            String feeIn,
            BigDecimal minimum,
            String minimumIn,
            String message) {
        assertThatThrownBy(
                        () ->
                                new PriceBook(
                                        "b",
                                        "p",
                                        Currency.getInstance(currency),
                                        Map.of(),
                                        new Money(fee, Currency.getInstance(feeIn)),
                                        new Money(minimum, Currency.getInstance(minimumIn))))
                .hasMessage(message);
    }

    private static MeterPrice price(String amount, String per) {
        return MeterPrice.of(new Price.PerUnit(new BigDecimal(amount), new BigDecimal(per)));
    }
}

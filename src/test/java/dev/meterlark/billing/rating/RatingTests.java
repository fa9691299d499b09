package dev.meterlark.billing.rating;

import static dev.meterlark.billing.rating.Samples.again;
import static dev.meterlark.billing.rating.Samples.book;
import static dev.meterlark.billing.rating.Samples.function;
import static dev.meterlark.billing.rating.Samples.hours;
import static dev.meterlark.billing.rating.Samples.money;
import static dev.meterlark.billing.rating.Samples.month;
import static dev.meterlark.billing.rating.Samples.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.BillingPeriod;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;

class RatingTests {

    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    @Test
    void aMeterIsOneLineWithItsThingsBelowIt() {
        Rated rated =
                rate(
                        month(
                                book("EUR", "0.01", 100, "0", "0"),
                                requests("b", 250),
                                requests("a", 50),
                                requests("b", 100)));

        assertThat(rated.lines()).hasSize(1);
        Line line = rated.lines().getFirst();
        assertThat(line.kind()).isEqualTo(Line.Kind.USAGE);
        assertThat(line.quantity()).isEqualTo(Quantity.requests(400));
        assertThat(line.amount()).isEqualTo(money("3.00", "EUR"));
        assertThat(line.unitPrice()).isEqualTo("0.01, after 100 a month");
        assertThat(line.shares())
                .containsExactly(
                        share("a", 50, "0.375000000000000000000000"),
                        share("b", 350, "2.625000000000000000000000"));
        assertThat(rated.payable()).isEqualTo(money("3.00", "EUR"));
    }

    @ParameterizedTest
    @CsvSource({
        "JPY, 0.5, 1, 1",
        "JPY, 0.4, 1, 0",
        "USD, 0.005, 1, 0.01",
        "USD, 0.0049, 1, 0.00",
        "KWD, 0.0005, 1, 0.001",
        "KWD, 0.00049, 1, 0.000",
        "USD, 0.0049, 3, 0.01",
        "USD, 0.000000000000000001, 1000000000000, 0.00",
        "USD, 0.0000002, 1000000000000, 200000.00",
        "JPY, 1, 0, 0",
    })
    void aLineIsRoundedOnceAtTheCurrencysExponent(
            String currency, String price, long count, BigDecimal amount) {
        Rated rated = rate(month(book(currency, price, 0, "0", "0"), requests("a", count)));

        assertThat(rated.net().amount()).isEqualTo(amount);
        assertThat(rated.payable().amount()).isEqualTo(amount);
    }

    /** 240 of 720 hours: a third of what is included, of the fee and of the minimum. */
    @Test
    void aSegmentHasItsShareOfWhatIsAMonths() {
        PriceBook book = book("EUR", "0.01", 300, "10.00", "20.00");

        Rated rated = rate(hours(book, 0, 240, requests("a", 200)));

        assertThat(amounts(rated)).containsExactly("USAGE 1.00", "FEE 3.33", "MINIMUM 2.34");
        assertThat(rated.lines().get(1).precise())
                .isEqualByComparingTo("3.333333333333333333333333");
        assertThat(rated.net()).isEqualTo(money("6.67", "EUR"));
    }

    @ParameterizedTest
    @CsvSource({"2027-02, 28", "2028-02, 29", "2026-11, 30", "2026-12, 31"})
    void aDayOfAMonthIsItsPartOfTheDaysThatTheMonthHas(YearMonth month, int days) {
        BillingPeriod period = BillingPeriod.of(month, ZoneOffset.UTC);
        Segment lastDay =
                new Segment(
                        period,
                        period.to().minusSeconds(86_400),
                        period.to(),
                        book("EUR", "1", 0, "100", "0"),
                        Segment.Stage.DUE,
                        List.of(),
                        Billed.NOTHING);

        assertThat(lastDay.share()).isEqualTo(Fraction.of(1, days));
        assertThat(rate(lastDay).lines().getFirst().precise())
                .isEqualTo(Fraction.of(100, days).precise());
    }

    @Test
    void whileAMonthGoesOnOnlyUsageIsAsked() {
        Segment open =
                Segment.whole(
                        Samples.NOVEMBER,
                        book("EUR", "1", 0, "10", "100"),
                        Segment.Stage.OPEN,
                        List.of(requests("a", 3)));

        assertThat(amounts(rate(open))).containsExactly("USAGE 3.00");
    }

    @Test
    void theMinimumIsFilledUpAndNoMore() {
        PriceBook book = book("EUR", "1", 0, "10", "50");

        assertThat(amounts(rate(month(book)))).containsExactly("FEE 10.00", "MINIMUM 40.00");
        assertThat(amounts(rate(month(book, requests("a", 39)))))
                .containsExactly("USAGE 39.00", "FEE 10.00", "MINIMUM 1.00");
        assertThat(amounts(rate(month(book, requests("a", 40)))))
                .containsExactly("USAGE 40.00", "FEE 10.00");
    }

    @Test
    void usageThatComesLateMakesUpForTheMinimumThatWasPaid() {
        Segment first = month(book("EUR", "1", 0, "0", "50"), requests("a", 30));
        Rated rated = rate(first);
        assertThat(amounts(rated)).containsExactly("USAGE 30.00", "MINIMUM 20.00");

        Segment second = again(first, Segment.Stage.LATE, rated, requests("a", 45));
        Rated late = rate(second);
        assertThat(amounts(late)).containsExactly("LATE 15.00", "MINIMUM -15.00");
        assertThat(late.payable()).isEqualTo(money("0.00", "EUR"));

        Rated later = rate(again(second, Segment.Stage.LATE, late, requests("a", 60)));
        assertThat(amounts(later)).containsExactly("LATE 15.00", "MINIMUM -5.00");
    }

    @Test
    void whatWasAskedIsNotAskedAgain() {
        Segment first = month(book("EUR", "0.01", 10, "10", "50"), requests("a", 33));
        Rated rated = rate(first);

        assertThat(rate(again(first, Segment.Stage.LATE, rated, requests("a", 33))).lines())
                .isEmpty();
    }

    /** Half of 201 yen is 100.5, which is 101 of them, however often it is looked at. */
    @Test
    void halfAUnitOfTheMinimumIsAskedForOnceAndNotGivenBack() {
        Segment half = hours(book("JPY", "1", 0, "0", "201"), 0, 360);
        Rated rated = rate(half);
        assertThat(amounts(rated)).containsExactly("MINIMUM 101");

        assertThat(rate(again(half, Segment.Stage.LATE, rated)).lines()).isEmpty();
    }

    /** Half a month of one plan after a whole month of it was billed. */
    @Test
    void aSegmentThatBecameShorterGivesItsFeeBack() {
        PriceBook book = book("EUR", "1", 0, "10.01", "0");
        Rated whole = rate(month(book));
        Segment half = hours(book, 0, 360);

        Segment shorter =
                new Segment(
                        half.period(),
                        half.from(),
                        half.to(),
                        book,
                        Segment.Stage.DUE,
                        List.of(),
                        Samples.billed(month(book), whole));

        assertThat(amounts(rate(shorter))).containsExactly("FEE -5.01");
    }

    @Test
    void discountsComeOffUsageAndFeeBeforeTheMinimumIsFilledUp() {
        Discount tenth = new Discount.Percent("1", "Ten off", NOVEMBER, BigDecimal.TEN);
        Discount four = new Discount.Amount("2", "Four off", NOVEMBER, money("4", "EUR"));

        Rated rated =
                Rating.rate(
                        List.of(month(book("EUR", "1", 0, "10", "40"), requests("a", 20))),
                        Adjustments.untaxed(List.of(tenth, four), List.of()));

        assertThat(amounts(rated))
                .containsExactly(
                        "USAGE 20.00",
                        "FEE 10.00",
                        "DISCOUNT -3.00",
                        "DISCOUNT -4.00",
                        "MINIMUM 17.00");
        assertThat(rated.discounts()).isEqualTo(money("-7.00", "EUR"));
        assertThat(rated.lines().get(2).discount()).isEqualTo("1");
    }

    @Test
    void anAmountIsTakenOffOnceHoweverManySegmentsThereAre() {
        Discount five = new Discount.Amount("1", "Five off", NOVEMBER, money("5", "EUR"));
        PriceBook book = book("EUR", "1", 0, "0", "0");

        Rated rated =
                Rating.rate(
                        List.of(
                                hours(book, 0, 10, requests("a", 3)),
                                hours(book, 10, 720, requests("a", 9))),
                        Adjustments.untaxed(List.of(five), List.of()));

        assertThat(amounts(rated))
                .containsExactly("USAGE 3.00", "DISCOUNT -3.00", "USAGE 9.00", "DISCOUNT -2.00");
    }

    @Test
    void allOffLeavesNothingWhateverWasRounded() {
        Discount all = new Discount.Percent("1", "All off", NOVEMBER, BigDecimal.valueOf(100));
        PriceBook book = book("EUR", "0.333", 0, "0", "0");

        Rated rated =
                Rating.rate(
                        List.of(
                                hours(book, 0, 1, requests("a", 1)),
                                hours(book, 1, 2, requests("a", 1)),
                                hours(book, 2, 3, requests("a", 1))),
                        Adjustments.untaxed(List.of(all), List.of()));

        assertThat(rated.payable()).isEqualTo(money("0.00", "EUR"));
    }

    @Test
    void aDiscountIsForItsMonthOnly() {
        Discount december =
                new Discount.Percent("1", "Ten off", NOVEMBER.plusMonths(1), BigDecimal.TEN);

        Rated rated =
                Rating.rate(
                        List.of(month(book("EUR", "1", 0, "0", "0"), requests("a", 20))),
                        Adjustments.untaxed(List.of(december), List.of()));

        assertThat(amounts(rated)).containsExactly("USAGE 20.00");
    }

    @Test
    void taxIsOnWhatIsLeftAndCreditsPayAfterIt() {
        Adjustments adjustments =
                new Adjustments(
                        List.of(),
                        Tax.standard(BigDecimal.valueOf(19)),
                        List.of(
                                new CreditBalance("1", "Welcome", money("5", "EUR")),
                                new CreditBalance("2", "Dollars", money("500", "USD")),
                                new CreditBalance("3", "Prepaid", money("500", "EUR"))));

        Rated rated =
                Rating.rate(
                        List.of(month(book("EUR", "1", 0, "0", "0"), requests("a", 50))),
                        adjustments);

        assertThat(rated.net()).isEqualTo(money("50.00", "EUR"));
        assertThat(rated.tax()).isEqualTo(money("9.50", "EUR"));
        assertThat(rated.gross()).isEqualTo(money("59.50", "EUR"));
        assertThat(rated.credits())
                .extracting(use -> use.credit().id() + " " + use.amount())
                .containsExactly("1 5 EUR", "3 54.5 EUR");
        assertThat(rated.credited()).isEqualTo(money("59.50", "EUR"));
        assertThat(rated.payable()).isEqualTo(money("0.00", "EUR"));
    }

    @Test
    void creditsPayNothingOfWhatIsGivenBack() {
        Segment billed = month(book("EUR", "1", 0, "0", "0"), requests("a", 50));
        Segment less = again(billed, Segment.Stage.LATE, rate(billed), requests("a", 40));

        Rated rated =
                Rating.rate(
                        List.of(less),
                        Adjustments.untaxed(
                                List.of(),
                                List.of(new CreditBalance("1", "Welcome", money("5", "EUR")))));

        assertThat(rated.payable()).isEqualTo(money("-10.00", "EUR"));
        assertThat(rated.credits()).isEmpty();
    }

    @Test
    void whatIsRatedTogetherIsInOneCurrency() {
        assertThatThrownBy(
                        () ->
                                rate(
                                        month(book("EUR", "1", 0, "0", "0")),
                                        month(book("USD", "1", 0, "0", "0"))))
                .hasMessage("what is rated together must be in one currency, was in: [EUR, USD]");
    }

    @Test
    void usageBelowNothingIsRefused() {
        assertThatThrownBy(() -> requests("a", -1))
                .hasMessage("nothing is used less than not at all, was: -1 of requests by a");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T00:30:00Z, 2026-11-02T00:00:00Z",
        "2026-10-31T23:00:00Z, 2026-11-02T00:00:00Z",
        "2026-11-02T00:00:00Z, 2026-12-01T01:00:00Z",
        "2026-11-02T00:00:00Z, 2026-11-02T00:00:00Z",
    })
    void aSegmentHasWholeHoursOfItsMonth(Instant from, Instant to) {
        assertThatThrownBy(
                        () ->
                                new Segment(
                                        Samples.NOVEMBER,
                                        from,
                                        to,
                                        book("EUR", "1", 0, "0", "0"),
                                        Segment.Stage.DUE,
                                        List.of(),
                                        Billed.NOTHING))
                .hasMessageContaining("a segment must have whole hours of its month");
    }

    @ParameterizedTest
    @CsvSource({"S, 0", "S, 101", "S, -1", "AE, 19", "E, 1", "O, 1", "Z, 1"})
    void aTaxHasARateThatFitsItsCategory(Tax.Category category, BigDecimal percent) {
        assertThatThrownBy(() -> new Tax(category, percent, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Rated rate(Segment... segments) {
        return Rating.rate(List.of(segments), Adjustments.NONE);
    }

    private static List<String> amounts(Rated rated) {
        return rated.lines().stream()
                .map(line -> line.kind() + " " + line.amount().amount().toPlainString())
                .toList();
    }

    private static Share share(String function, long count, String precise) {
        return new Share(
                function(function),
                new Quantity(Meter.REQUESTS, BigInteger.valueOf(count)),
                new BigDecimal(precise));
    }
}

package dev.meterlark.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

class PriceTests {

    private static final List<Step> FALLING = steps("10 1", "100 0.50", "- 0.10");

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "10, 10",
        "11, 10.50",
        "100, 55",
        "101, 55.10",
        "1000000000000, 100000000045", // 10 + 45 + 0.10 x (10^12 - 100)
        "10.5, 10.25",
    })
    void graduatedAsksForEachUnitWhatItsStepSays(BigDecimal quantity, BigDecimal amount) {
        assertThat(cost(new Price.Graduated(FALLING), quantity)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "10, 10",
        "11, 5.50",
        "100, 50",
        "101, 10.10",
        "1000000000000, 100000000000",
    })
    void volumeAsksForAllUnitsWhatTheStepOfTheLastOneSays(BigDecimal quantity, BigDecimal amount) {
        assertThat(cost(new Price.Volume(FALLING), quantity)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.001, 7",
        "1, 7",
        "50, 7",
        "50.001, 14",
        "100, 14",
        "1000000000000, 140000000000",
    })
    void aPackageIsPaidAsSoonAsSomethingOfItIsUsed(BigDecimal quantity, BigDecimal amount) {
        assertThat(cost(new Price.Package(new BigDecimal(50), new BigDecimal(7)), quantity))
                .isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.000001, 5", "1, 5", "1000000000000, 5"})
    void flatAsksTheSameHoweverMuchItIsButNothingForNothing(
            BigDecimal quantity, BigDecimal amount) {
        assertThat(cost(new Price.Flat(new BigDecimal(5)), quantity)).isEqualByComparingTo(amount);
    }

    @Test
    void whatIsAMonthsGoesWithTheShareOfTheMonth() {
        Fraction third = Fraction.of(1, 3);
        Fraction five = Fraction.of(5);

        assertThat(new Price.Flat(new BigDecimal(5)).of(five, third)).isEqualTo(Fraction.of(5, 3));
        // the first step ends at 10/3: 10/3 x 1 + 5/3 x 0.50
        assertThat(new Price.Graduated(FALLING).of(five, third)).isEqualTo(Fraction.of(25, 6));
        assertThat(new Price.Volume(FALLING).of(five, third)).isEqualTo(Fraction.of(5, 2));
        assertThat(new Price.PerUnit(BigDecimal.TEN, BigDecimal.ONE).of(five, third))
                .isEqualTo(Fraction.of(50));
        // included: 3 x 1/3
        MeterPrice price =
                new MeterPrice(
                        new Price.PerUnit(BigDecimal.TEN, BigDecimal.ONE), new BigDecimal(3));
        assertThat(price.of(five, third)).isEqualTo(Fraction.of(40));
        assertThat(price.of(Fraction.ONE, third)).isEqualTo(Fraction.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "3.5, 0.5", "13, 10", "14, 10.5"})
    void stepsBeginBehindWhatIsIncluded(BigDecimal quantity, BigDecimal amount) {
        MeterPrice price = new MeterPrice(new Price.Graduated(FALLING), new BigDecimal(3));

        assertThat(price.of(Fraction.of(quantity), Fraction.ONE)).isEqualTo(Fraction.of(amount));
    }

    @Test
    void theListPriceIsThatOfTheFirstStepThatIsPaid() {
        assertThat(new Price.Graduated(steps("10 0", "100 0.50", "- 0.10")).list())
                .isEqualTo(Fraction.of(1, 2));
        assertThat(new Price.Graduated(steps("10 0", "- 0")).list()).isEqualTo(Fraction.ZERO);
        assertThat(new Price.Volume(FALLING).list()).isEqualTo(Fraction.ONE);
        assertThat(new Price.Package(new BigDecimal(50), new BigDecimal(7)).list())
                .isEqualTo(Fraction.of(7, 50));
        assertThat(new Price.Flat(BigDecimal.ONE).list()).isEqualTo(Fraction.ZERO);
    }

    @Test
    void aPriceReadsAsPeopleSayIt() {
        assertThat(new Price.PerUnit(new BigDecimal("0.20"), new BigDecimal("1000000")).text())
                .isEqualTo("0.20 per 1000000");
        assertThat(new Price.PerUnit(new BigDecimal("0.09"), BigDecimal.ONE).text())
                .isEqualTo("0.09");
        assertThat(new Price.Graduated(FALLING).text())
                .isEqualTo("up to 10 1, up to 100 0.50, beyond 0.10");
        assertThat(new Price.Volume(FALLING).text())
                .isEqualTo("up to 10 1, up to 100 0.50, beyond 0.10, for all");
        assertThat(new Price.Package(new BigDecimal(50), new BigDecimal(7)).text())
                .isEqualTo("7 for each 50");
        assertThat(new Price.Flat(new BigDecimal(5)).text()).isEqualTo("5 a month");
        assertThat(new MeterPrice(new Price.Flat(BigDecimal.ONE), BigDecimal.TEN).text())
                .isEqualTo("1 a month, after 10 a month");
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 1, 'a price must not be negative, was: -1'",
        "1, 0, 'a price must be per a power of ten units, was: 0'",
        "1, 3, 'a price must be per a power of ten units, was: 3'",
        "1, -10, 'a price must be per a power of ten units, was: -10'",
        "1E1000000, 1, 'a price must have at most 30 digits, 18 of them behind the point, was:"
                + " 1E+1000000'",
        "1E-1000000, 1, 'a price must have at most 30 digits, 18 of them behind the point, was:"
                + " 1E-1000000'",
    })
    void aPriceThatPaysTheTenantOrFillsAPageIsRefused(
            BigDecimal amount, BigDecimal per, String message) {
        assertThatThrownBy(() -> new Price.PerUnit(amount, per)).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'a price must have 1 to 20 steps, had 0'",
        "'10 1', 'the last step must have no end, was: 10'",
        "'10 1,10 2,- 1', 'steps must end one behind the other and only the last without an end,"
                + " was: 10 behind 10'",
        "'- 1,- 1', 'steps must end one behind the other and only the last without an end, was: one"
                + " without behind 0'",
        "'0 1,- 1', 'the end of a step must be more than 0, was: 0'",
        "'10 -1,- 1', 'the price of a step must not be negative, was: -1'",
    })
    void stepsThatDoNotCoverEveryQuantityOnceAreRefused(String steps, String message) {
        String[] each = steps.isEmpty() ? new String[0] : steps.split(",");

        assertThatThrownBy(() -> new Price.Graduated(steps(each))).hasMessage(message);
    }

    @Test
    void aVolumeThatGetsDearerIsRefused() {
        assertThatThrownBy(() -> new Price.Volume(steps("10 1", "- 2")))
                .hasMessageContaining("must not be dearer than the one before it");
    }

    private static BigDecimal cost(Price price, BigDecimal quantity) {
        return price.of(Fraction.of(quantity), Fraction.ONE).precise();
    }

    /** Each as {@code upTo amount}; a dash for no end. */
    private static List<Step> steps(String... texts) {
        return Arrays.stream(texts).map(PriceTests::step).toList();
    }

    private static Step step(String text) {
        String[] parts = text.split(" ");
        @Nullable BigDecimal upTo = parts[0].equals("-") ? null : new BigDecimal(parts[0]);
        return new Step(upTo, new BigDecimal(parts[1]), BigDecimal.ONE);
    }
}

package dev.meterlark.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;

class FractionTests {

    @ParameterizedTest
    @CsvSource({
        "2, 4, 1/2",
        "-2, 4, -1/2",
        "2, -4, -1/2",
        "-2, -4, 1/2",
        "0, -7, 0/1",
        "7, 1, 7/1"
    })
    void itIsInLowestTermsWithItsSignAbove(long part, long whole, String text) {
        assertThat(Fraction.of(part, whole)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"0.20, 1/5", "0, 0/1", "1000000, 1000000/1", "1E+6, 1000000/1", "-2.5, -5/2"})
    void everyDecimalIsOne(BigDecimal decimal, String text) {
        assertThat(Fraction.of(decimal)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, 0, 1",
        "-1, 2, 0, -1",
        "5, 1000, 2, 0.01",
        "4, 1000, 2, 0.00",
        "-5, 1000, 2, -0.01",
        "1, 3, 3, 0.333",
        "2, 3, 3, 0.667",
    })
    void aHalfIsRoundedAwayFromZero(long part, long whole, int digits, BigDecimal rounded) {
        assertThat(Fraction.of(part, whole).rounded(digits)).isEqualTo(rounded);
    }

    @Test
    void itIsCountedWithAsOnPaper() {
        Fraction half = Fraction.of(1, 2);
        Fraction third = Fraction.of(1, 3);

        assertThat(half.plus(third)).isEqualTo(Fraction.of(5, 6));
        assertThat(half.minus(third)).isEqualTo(Fraction.of(1, 6));
        assertThat(half.times(third)).isEqualTo(Fraction.of(1, 6));
        assertThat(half.dividedBy(third)).isEqualTo(Fraction.of(3, 2));
        assertThat(half.max(third)).isEqualTo(half);
        assertThat(half.min(third)).isEqualTo(third);
        assertThat(third.plus(third).plus(third)).isEqualTo(Fraction.ONE);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 1", "2, 2, 1", "3, 2, 2", "0, 2, 0", "-1, 2, 0", "-3, 2, -1"})
    void theCeilingIsTheNextWholeNumber(long part, long whole, BigInteger ceiling) {
        assertThat(Fraction.of(part, whole).ceiling()).isEqualTo(ceiling);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, 0.333333333333",
        "3, 2, 1.5",
        "100, 1, 100",
        "0, 5, 0",
        "1, 10000000000000, 0"
    })
    void itsTextHasNoMoreDigitsThanAskedForAndNoTrailingZeros(long part, long whole, String text) {
        assertThat(Fraction.of(part, whole).text(12)).isEqualTo(text);
    }

    @Test
    void nothingIsDividedByZero() {
        assertThatThrownBy(() -> Fraction.ONE.dividedBy(Fraction.ZERO))
                .hasMessage("nothing is divided by zero, was: 1");
    }
}

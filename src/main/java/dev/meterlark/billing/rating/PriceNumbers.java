package dev.meterlark.billing.rating;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Which numbers may stand in a price book: none below zero, and none that is a page long. */
final class PriceNumbers {

    private static final int MOST_DIGITS = 30;
    private static final int MOST_DECIMALS = 18;

    private PriceNumbers() {}

    static void requireAmount(String name, BigDecimal number) {
        requireSize(name, number);
        if (number.signum() < 0) {
            throw new IllegalArgumentException(
                    "%s must not be negative, was: %s".formatted(name, number.toPlainString()));
        }
    }

    static void requirePositive(String name, BigDecimal number) {
        requireSize(name, number);
        if (number.signum() <= 0) {
            throw new IllegalArgumentException(
                    "%s must be more than 0, was: %s".formatted(name, number.toPlainString()));
        }
    }

    /** So that the price of one unit has a finite decimal. */
    static void requirePowerOfTen(BigDecimal per) {
        requireSize("what a price is per", per);
        if (per.signum() <= 0 || !per.stripTrailingZeros().unscaledValue().equals(BigInteger.ONE)) {
            throw new IllegalArgumentException(
                    "a price must be per a power of ten units, was: " + per.toPlainString());
        }
    }

    /** Asked first: the text of {@code 1E1000000000} has a billion characters. */
    private static void requireSize(String name, BigDecimal number) {
        if (number.precision() - (long) number.scale() > MOST_DIGITS
                || number.scale() > MOST_DECIMALS
                || number.precision() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "%s must have at most %d digits, %d of them behind the point, was: %s"
                            .formatted(name, MOST_DIGITS, MOST_DECIMALS, shown(number)));
        }
    }

    private static String shown(BigDecimal number) {
        String text = number.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}

package dev.meterlark.billing.rating;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact rational number in lowest terms: a third of a month's fee, or the months for which a
 * byte lay, have no finite decimal.
 */
public record Fraction(BigInteger numerator, BigInteger denominator)
        implements Comparable<Fraction> {

    public static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);
    public static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);

    /** Digits after the point that are kept beside a rounded amount. */
    public static final int DIGITS = 24;

    public Fraction {
        if (denominator.signum() == 0) {
            throw new IllegalArgumentException("nothing is divided by zero, was: " + numerator);
        }
        BigInteger common = numerator.gcd(denominator);
        common = denominator.signum() < 0 ? common.negate() : common;
        numerator = numerator.divide(common);
        denominator = denominator.divide(common);
    }

    public static Fraction of(long whole) {
        return of(BigInteger.valueOf(whole));
    }

    public static Fraction of(BigInteger whole) {
        return new Fraction(whole, BigInteger.ONE);
    }

    public static Fraction of(long part, long whole) {
        return new Fraction(BigInteger.valueOf(part), BigInteger.valueOf(whole));
    }

    public static Fraction of(BigDecimal decimal) {
        return decimal.scale() <= 0
                ? of(decimal.toBigIntegerExact())
                : new Fraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
    }

    public Fraction plus(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    public Fraction minus(Fraction other) {
        return plus(other.negated());
    }

    public Fraction times(Fraction other) {
        return new Fraction(
                numerator.multiply(other.numerator), denominator.multiply(other.denominator));
    }

    public Fraction dividedBy(Fraction other) {
        return new Fraction(
                numerator.multiply(other.denominator), denominator.multiply(other.numerator));
    }

    public Fraction negated() {
        return new Fraction(numerator.negate(), denominator);
    }

    public Fraction min(Fraction other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public Fraction max(Fraction other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public int signum() {
        return numerator.signum();
    }

    /** The smallest whole number that is not below it. */
    public BigInteger ceiling() {
        BigInteger[] parts = numerator.divideAndRemainder(denominator);
        return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    /** Rounded HALF_UP, away from zero also below it. */
    public BigDecimal rounded(int digits) {
        return new BigDecimal(numerator)
                .divide(new BigDecimal(denominator), digits, RoundingMode.HALF_UP);
    }

    /** What is kept beside a rounded amount: exact where 24 digits hold it. */
    public BigDecimal precise() {
        return rounded(DIGITS);
    }

    /** As people read it, with at most so many digits after the point and no trailing zeros. */
    public String text(int digits) {
        BigDecimal decimal = rounded(digits);
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    @Override
    public int compareTo(Fraction other) {
        return numerator
                .multiply(other.denominator)
                .compareTo(other.numerator.multiply(denominator));
    }

    @Override
    public String toString() {
        return numerator + "/" + denominator;
    }
}

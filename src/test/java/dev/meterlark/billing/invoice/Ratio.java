package dev.meterlark.billing.invoice;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** An exact number, for who reckons again. Never in lowest terms: nothing here needs it. */
record Ratio(BigInteger over, BigInteger under) {

    static final Ratio ZERO = whole(BigInteger.ZERO);

    static Ratio whole(BigInteger number) {
        return new Ratio(number, BigInteger.ONE);
    }

    static Ratio of(BigDecimal number) {
        return number.scale() <= 0
                ? whole(number.toBigIntegerExact())
                : new Ratio(number.unscaledValue(), BigInteger.TEN.pow(number.scale()));
    }

    Ratio plus(Ratio other) {
        return new Ratio(
                over.multiply(other.under).add(other.over.multiply(under)),
                under.multiply(other.under));
    }

    Ratio minus(Ratio other) {
        return plus(new Ratio(other.over.negate(), other.under));
    }

    Ratio times(Ratio other) {
        return new Ratio(over.multiply(other.over), under.multiply(other.under));
    }

    Ratio by(Ratio other) {
        return new Ratio(over.multiply(other.under), under.multiply(other.over));
    }

    boolean isOver(Ratio other) {
        return minus(other).over.signum() > 0;
    }

    Ratio orZero() {
        return over.signum() < 0 ? ZERO : this;
    }

    Ratio atMost(Ratio other) {
        return isOver(other) ? other : this;
    }

    BigInteger roundedUp() {
        BigInteger[] parts = over.divideAndRemainder(under);
        return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    }

    /** Half away from zero. */
    BigDecimal rounded(int digits) {
        return new BigDecimal(over).divide(new BigDecimal(under), digits, RoundingMode.HALF_UP);
    }
}

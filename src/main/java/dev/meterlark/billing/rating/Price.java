package dev.meterlark.billing.rating;

import java.math.BigDecimal;
import java.math.BigInteger;

/** How a quantity of one meter becomes an amount. */
public sealed interface Price {

    /** The exact amount for a quantity at the first step that is paid, free quantities left out. */
    BigDecimal atList(BigDecimal quantity);

    /**
     * The same for every unit.
     *
     * @param amount what one package costs
     * @param per units in a package, a power of ten so that every amount has a finite decimal
     */
    record PerUnit(BigDecimal amount, BigDecimal per) implements Price {

        public PerUnit {
            if (amount.signum() < 0) {
                throw new IllegalArgumentException(
                        "a price must not be negative, was: " + amount.toPlainString());
            }
            if (per.signum() <= 0
                    || !per.stripTrailingZeros().unscaledValue().equals(BigInteger.ONE)) {
                throw new IllegalArgumentException(
                        "a price must be per a power of ten units, was: " + per.toPlainString());
            }
        }

        @Override
        public BigDecimal atList(BigDecimal quantity) {
            return quantity.multiply(amount).divide(per);
        }
    }
}

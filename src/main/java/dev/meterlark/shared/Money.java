package dev.meterlark.shared;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An exact amount in one currency. Rounding to the currency's own digits happens in {@link
 * #rounded()} and nowhere else.
 */
public record Money(BigDecimal amount, Currency currency) {

    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    public Money plus(Money other) {
        requireSame(other);
        return new Money(amount.add(other.amount), currency);
    }

    /** HALF_UP at the currency's exponent: what an invoice line shows. */
    public Money rounded() {
        return new Money(
                amount.setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP),
                currency);
    }

    /** The amount without exponent and without trailing zeros, as APIs send it. */
    public String plainAmount() {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    /** Amount and currency as people read it: {@code 0.0000021 USD}. */
    @Override
    public String toString() {
        return plainAmount() + " " + currency.getCurrencyCode();
    }

    private void requireSame(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "cannot add %s to %s: the currencies differ".formatted(other, this));
        }
    }
}

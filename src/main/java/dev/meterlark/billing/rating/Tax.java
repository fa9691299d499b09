package dev.meterlark.billing.rating;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * How an account is taxed.
 *
 * @param percent 0 but for {@link Category#S}
 * @param reason why there is none, as an invoice must say; null where there is one
 */
public record Tax(Category category, BigDecimal percent, @Nullable String reason) {

    /** By their names in EN 16931. */
    public enum Category {
        /** At the standard rate. */
        S,

        /** Reverse charge: the buyer owes it. */
        AE,

        /** Exempt. */
        E,

        /** Outside the scope of the tax. */
        O,

        /** At a rate of zero. */
        Z
    }

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public Tax {
        PriceNumbers.requireAmount("a tax rate", percent);
        boolean fits =
                switch (category) {
                    case S -> percent.signum() > 0 && percent.compareTo(HUNDRED) <= 0;
                    case AE, E, O, Z -> percent.signum() == 0;
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "a tax of category %s must have a rate that fits it, was: %s percent"
                            .formatted(category, percent.toPlainString()));
        }
    }

    public static Tax none(Category category, String reason) {
        return new Tax(category, BigDecimal.ZERO, reason);
    }

    public static Tax standard(BigDecimal percent) {
        return new Tax(Category.S, percent, null);
    }
}

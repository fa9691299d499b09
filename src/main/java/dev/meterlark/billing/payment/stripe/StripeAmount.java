package dev.meterlark.billing.payment.stripe;

import dev.meterlark.shared.Money;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Amounts as Stripe has them: whole numbers of a currency's smallest unit, by its own list of what
 * that is (https://docs.stripe.com/currencies). It differs from ISO 4217 in a few places.
 */
final class StripeAmount {

    private static final Set<String> WHOLE =
            Set.of(
                    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND",
                    "VUV", "XAF", "XOF", "XPF");

    /** Of a thousand; the last digit has to be 0. */
    private static final Set<String> THOUSANDS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    /** Without a smaller unit for long, but still written as if they had one. */
    private static final Set<String> WHOLE_BUT_IN_HUNDREDTHS = Set.of("ISK", "UGX");

    /** As many digits as Stripe takes. */
    private static final long MOST = 99_999_999L;

    private StripeAmount() {}

    /** Empty when Stripe has no number for it. */
    static OptionalLong of(Money money) {
        String code = money.currency().getCurrencyCode();
        BigDecimal number = money.amount().movePointRight(digits(code)).stripTrailingZeros();
        boolean fits =
                number.scale() <= 0
                        && number.signum() > 0
                        && number.compareTo(BigDecimal.valueOf(MOST)) <= 0;
        if (!fits) {
            return OptionalLong.empty();
        }
        long units = number.longValueExact();
        boolean coarse =
                THOUSANDS.contains(code) && units % 10 != 0
                        || WHOLE_BUT_IN_HUNDREDTHS.contains(code) && units % 100 != 0;
        return coarse ? OptionalLong.empty() : OptionalLong.of(units);
    }

    static Money read(long units, String code) {
        String upper = code.toUpperCase(Locale.ROOT);
        return new Money(BigDecimal.valueOf(units, digits(upper)), Currency.getInstance(upper));
    }

    private static int digits(String code) {
        return WHOLE.contains(code) ? 0 : THOUSANDS.contains(code) ? 3 : 2;
    }
}

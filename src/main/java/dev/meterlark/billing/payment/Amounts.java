package dev.meterlark.billing.payment;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.regex.Pattern;

/** Amounts of money that people and programs write. */
public final class Amounts {

    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,6})?");
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

    private Amounts() {}

    /**
     * @throws RefusedException when it is no amount above 0 in a currency with so many digits
     */
    public static Money positive(@Nullable String amount, @Nullable String code) {
        Currency currency = currency(code);
        int digits = currency.getDefaultFractionDigits();
        if (amount != null && AMOUNT.matcher(amount).matches()) {
            BigDecimal number = new BigDecimal(amount).stripTrailingZeros();
            if (number.signum() > 0 && number.scale() <= digits) {
                return new Money(number.setScale(digits), currency);
            }
        }
        throw refused(
                "amount must be above 0, below 10^15 and have at most %d digits behind the point, as %s has, was: %s"
                        .formatted(digits, currency.getCurrencyCode(), shown(amount)));
    }

    /**
     * @throws RefusedException when there is no such currency to pay in
     */
    public static Currency currency(@Nullable String code) {
        if (code != null && CODE.matcher(code).matches()) {
            try {
                Currency currency = Currency.getInstance(code);
                if (currency.getDefaultFractionDigits() >= 0) {
                    return currency;
                }
            } catch (IllegalArgumentException e) {
                // said below
            }
        }
        throw refused(
                "currency must be a code of ISO 4217 such as EUR, was: %s".formatted(shown(code)));
    }

    /**
     * @return text of 1 to 500 characters
     */
    static String reason(@Nullable String text) {
        if (text == null || text.isBlank() || text.length() > 500) {
            throw refused(
                    "reason must say in 1 to 500 characters why, had: %d"
                            .formatted(text == null ? 0 : text.length()));
        }
        return text.strip();
    }

    static String shown(@Nullable String text) {
        if (text == null) {
            return "missing";
        }
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

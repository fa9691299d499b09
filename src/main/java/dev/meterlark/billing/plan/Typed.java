package dev.meterlark.billing.plan;

import dev.meterlark.billing.Decimals;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Currency;
import java.util.regex.Pattern;

/**
 * What people type, checked. Markup is only text and stays; what makes texts lie about themselves
 * (control characters, bidi overrides, what has no width) does not get in.
 */
final class Typed {

    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private static final BigDecimal MOST = new BigDecimal("1000000000000");

    private Typed() {}

    /** One line of text, which must be there. */
    static String line(String field, @Nullable String text, int longest) {
        if (text == null || text.isBlank()) {
            throw Refusals.invalid(field + " is missing");
        }
        String line = text.strip();
        if (line.length() > longest) {
            throw Refusals.invalid(
                    "%s must have at most %d characters, had %d"
                            .formatted(field, longest, line.length()));
        }
        if (!line.codePoints().allMatch(Typed::printable)) {
            throw Refusals.invalid(
                    "%s must have printable characters only, was: %s"
                            .formatted(field, shown(line)));
        }
        return line;
    }

    /** One line of text, or null when there is none. */
    static @Nullable String lineOrNull(String field, @Nullable String text, int longest) {
        return text == null || text.isBlank() ? null : line(field, text, longest);
    }

    static String id(String field, @Nullable String text) {
        String id = text == null ? "" : text;
        if (!ID.matcher(id).matches()) {
            throw Refusals.invalid(
                    "%s must have 1 to 40 small letters, digits and hyphens, was: %s"
                            .formatted(field, shown(id)));
        }
        return id;
    }

    /** A currency that is in use, and has a smallest unit. */
    static Currency currency(String field, @Nullable String code) {
        String wanted = code == null ? "" : code;
        return Currency.getAvailableCurrencies().stream()
                .filter(each -> each.getCurrencyCode().equals(wanted))
                .filter(each -> each.getDefaultFractionDigits() >= 0)
                .findFirst()
                .orElseThrow(
                        () ->
                                Refusals.invalid(
                                        "%s must be a currency of ISO 4217 such as EUR, was: %s"
                                                .formatted(field, shown(wanted))));
    }

    /** An amount that can be paid: not below zero, with no more digits than its currency has. */
    static Money amount(String field, @Nullable String text, Currency currency) {
        BigDecimal amount = decimal(field, text);
        Money money = new Money(amount, currency);
        if (amount.abs().compareTo(MOST) > 0 || money.rounded().amount().compareTo(amount) != 0) {
            throw Refusals.invalid(
                    "%s must have at most %d digits behind the point and be at most %s, was: %s"
                            .formatted(
                                    field,
                                    currency.getDefaultFractionDigits(),
                                    MOST.toPlainString(),
                                    shown(amount.toPlainString())));
        }
        return money.rounded();
    }

    static Money notNegative(String field, @Nullable String text, Currency currency) {
        Money money = amount(field, text, currency);
        if (money.amount().signum() < 0) {
            throw Refusals.invalid("%s must not be negative, was: %s".formatted(field, money));
        }
        return money;
    }

    static Money positive(String field, @Nullable String text, Currency currency) {
        Money money = amount(field, text, currency);
        if (money.amount().signum() <= 0) {
            throw Refusals.invalid("%s must be more than 0, was: %s".formatted(field, money));
        }
        return money;
    }

    static BigDecimal decimal(String field, @Nullable String text) {
        try {
            return Decimals.read(field, text);
        } catch (IllegalArgumentException e) {
            throw Refusals.invalid(String.valueOf(e.getMessage()));
        }
    }

    static @Nullable Instant instantOrNull(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant instant = Instant.parse(text);
            if (instant.isAfter(Instant.EPOCH)
                    && instant.isBefore(Instant.parse("3000-01-01T00:00:00Z"))) {
                return instant;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw Refusals.invalid(
                "%s must be an instant such as 2026-11-01T00:00:00Z, was: %s"
                        .formatted(field, shown(text)));
    }

    /** A caller's text as it may stand in an answer. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(60).forEach(c -> shown.appendCodePoint(printable(c) ? c : '?'));
        return shown.toString();
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}

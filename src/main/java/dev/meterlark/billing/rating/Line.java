package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A line of an invoice.
 *
 * @param meter of usage; else null
 * @param discount the {@link Discount} that it is; else null
 * @param quantity of usage; else null
 * @param unitPrice the price as people read it; empty where there is none
 * @param precise the amount with 24 digits after the point
 * @param amount rounded once, HALF_UP, from the exact value
 * @param shares of usage, by thing; else empty
 */
public record Line(
        Kind kind,
        @Nullable Meter meter,
        @Nullable String discount,
        String description,
        @Nullable Quantity quantity,
        String unitPrice,
        BigDecimal precise,
        Money amount,
        Segment segment,
        List<Share> shares) {

    public enum Kind {
        USAGE,

        /** Usage of a month that was invoiced before. */
        LATE,
        FEE,

        /** What is missing to the minimum; below zero when late usage makes up for it. */
        MINIMUM,

        /** Below zero. */
        DISCOUNT,

        /** What the operator put on it; not of its segment, only beside it. */
        CHARGE
    }

    public Line {
        shares = List.copyOf(shares);
    }

    static Line of(Kind kind, String description, Fraction exact, Segment segment) {
        return new Line(
                kind,
                null,
                null,
                description,
                null,
                "",
                exact.precise(),
                rounded(exact, segment),
                segment,
                List.of());
    }

    static Money rounded(Fraction exact, Segment segment) {
        var currency = segment.book().currency();
        return new Money(exact.rounded(currency.getDefaultFractionDigits()), currency);
    }
}

package dev.meterlark.billing.rating;

import java.util.List;

/**
 * What changes an invoice beside usage and prices.
 *
 * @param discounts in the order in which they are taken off
 * @param credits in the order in which they pay; only those in the invoice's currency pay
 */
public record Adjustments(List<Discount> discounts, Tax tax, List<CreditBalance> credits) {

    public static final Adjustments NONE = untaxed(List.of(), List.of());

    public Adjustments {
        discounts = List.copyOf(discounts);
        credits = List.copyOf(credits);
    }

    public static Adjustments untaxed(List<Discount> discounts, List<CreditBalance> credits) {
        return new Adjustments(discounts, Tax.none(Tax.Category.O, "Not subject to tax"), credits);
    }
}

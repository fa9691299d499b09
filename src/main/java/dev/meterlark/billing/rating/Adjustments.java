package dev.meterlark.billing.rating;

import java.util.List;

/**
 * What changes an invoice beside usage and prices.
 *
 * @param discounts in the order in which they are taken off
 * @param credits in the order in which they pay; only those in the invoice's currency pay
 * @param charges in the order of the invoice; only those in its currency are on it
 */
public record Adjustments(
        List<Discount> discounts, Tax tax, List<CreditBalance> credits, List<Charge> charges) {

    public static final Adjustments NONE = untaxed(List.of(), List.of());

    public Adjustments {
        discounts = List.copyOf(discounts);
        credits = List.copyOf(credits);
        charges = List.copyOf(charges);
    }

    public Adjustments(List<Discount> discounts, Tax tax, List<CreditBalance> credits) {
        this(discounts, tax, credits, List.of());
    }

    public static Adjustments untaxed(List<Discount> discounts, List<CreditBalance> credits) {
        return new Adjustments(discounts, Tax.none(Tax.Category.O, "Not subject to tax"), credits);
    }
}

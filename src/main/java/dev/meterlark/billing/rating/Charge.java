package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

/** What the operator puts on the next invoice: before tax, and no part of a fee or a minimum. */
public record Charge(String id, String description, Money amount) {

    public Charge {
        PriceNumbers.requireAmount("a charge", amount.amount());
    }
}

package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

/** What an account has left of a credit: it pays what is owed, after tax. */
public record CreditBalance(String id, String description, Money remaining) {

    public CreditBalance {
        PriceNumbers.requireAmount("what is left of a credit", remaining.amount());
    }
}

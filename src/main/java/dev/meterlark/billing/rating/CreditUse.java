package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

/** What a credit pays of an invoice. */
public record CreditUse(CreditBalance credit, Money amount) {}

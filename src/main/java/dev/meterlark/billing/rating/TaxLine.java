package dev.meterlark.billing.rating;

import dev.meterlark.shared.Money;

/**
 * @param base what is taxed
 * @param amount rounded once
 */
public record TaxLine(Tax tax, Money base, Money amount) {}

package dev.meterlark.invocation;

import dev.meterlark.shared.Money;

/** The price of one call and the version of the price book that gave it. */
public record CallPrice(Money price, String priceBook) {}

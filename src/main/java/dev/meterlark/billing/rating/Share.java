package dev.meterlark.billing.rating;

import java.math.BigDecimal;

/**
 * One thing's part of a line.
 *
 * @param precise the parts of a line come to exactly its own precise value
 */
public record Share(Thing thing, Quantity quantity, BigDecimal precise) {}

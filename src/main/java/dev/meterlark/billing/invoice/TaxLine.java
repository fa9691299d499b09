package dev.meterlark.billing.invoice;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * The tax of all lines of one category, rounded once.
 *
 * @param category of EN 16931: S, AE, E, O or Z
 * @param rate in percent
 * @param base what it is of
 * @param reason why none is charged; null where some is
 */
public record TaxLine(
        String category, BigDecimal rate, Money base, Money tax, @Nullable String reason) {}

package dev.meterlark.billing.operator;

import dev.meterlark.shared.Money;

import java.time.YearMonth;

/**
 * What a month came to in one currency, by the days on which invoices were issued and money came.
 *
 * @param net of its invoices that are not void, less its credit notes; also tax and gross
 * @param corrected what its credit notes took back of gross
 * @param received what came in
 * @param reversed of what came in, this month or before, what did not stay
 * @param refunded what was given back
 */
public record RevenueMonth(
        YearMonth month,
        Money net,
        Money tax,
        Money gross,
        Money corrected,
        Money received,
        Money reversed,
        Money refunded) {}

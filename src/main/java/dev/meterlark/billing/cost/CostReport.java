package dev.meterlark.billing.cost;

import dev.meterlark.metering.UsageKey;
import dev.meterlark.metering.UsageTotal;
import dev.meterlark.shared.Money;

import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an account used in a stretch of time, and what that costs.
 *
 * @param total of the parts in the currency of the account's prices now
 * @param otherTotals of the others, one for each currency
 */
public record CostReport(
        List<CostExplorer.Part> parts, UsageTotal total, List<UsageTotal> otherTotals) {

    public CostReport {
        parts = List.copyOf(parts);
        otherTotals = List.copyOf(otherTotals);
    }

    static CostReport of(List<CostExplorer.Part> parts, Currency now) {
        Map<Currency, UsageTotal> totals = new LinkedHashMap<>();
        UsageTotal nothing = UsageTotal.nothing(UsageKey.ALL, Money.zero(now));
        totals.put(now, nothing);
        for (CostExplorer.Part part : parts) {
            UsageTotal used = part.used().under(UsageKey.ALL);
            totals.merge(used.price().currency(), used, UsageTotal::plus);
        }
        List<UsageTotal> all = List.copyOf(totals.values());
        return new CostReport(parts, all.getFirst(), all.subList(1, all.size()));
    }
}

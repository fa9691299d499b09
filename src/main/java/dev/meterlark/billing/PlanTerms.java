package dev.meterlark.billing;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.util.Currency;

/**
 * A plan without its prices, which are a price book's.
 *
 * @param currency of all its price books
 * @param hardCap what an account's usage may cost a month at most; null when the plan sets no such
 *     end
 * @param retention how long it keeps calls, logs, and events with answers
 */
public record PlanTerms(
        String id, String name, Currency currency, @Nullable Money hardCap, KeptDays retention) {

    public PlanTerms {
        if (hardCap != null && !hardCap.currency().equals(currency)) {
            throw new IllegalArgumentException(
                    "the cap of plan %s must be in %s, was: %s"
                            .formatted(id, currency.getCurrencyCode(), hardCap));
        }
        hardCap = hardCap == null ? null : hardCap.rounded();
    }
}

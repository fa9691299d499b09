package dev.meterlark.billing.budget;

import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A budget and how its month stands.
 *
 * @param inForce the lower one of the account's cap and of its plan's; null when there is neither
 * @param spent what usage up to now costs, what is included first; without fee and tax
 * @param reserved what is set aside beyond: for calls that run, on nodes, and for what lies there
 *     to the month's end
 * @param forecast what usage will cost by the month's end, as it goes on now
 * @param stoppedSince null while calls are begun
 * @param unusual days of this month that came to far more than their kind
 */
public record BudgetView(
        Budget budget,
        @Nullable Money inForce,
        BillingPeriod period,
        Money spent,
        Money reserved,
        Money forecast,
        @Nullable Instant stoppedSince,
        List<UnusualDay> unusual) {

    public BudgetView {
        unusual = List.copyOf(unusual);
    }

    /** Whether what was spent, or is for sure, leaves nothing of the cap. */
    public boolean isReached() {
        return inForce != null && spent.amount().compareTo(inForce.amount()) >= 0;
    }
}

package dev.meterlark.billing.budget;

import dev.meterlark.billing.BillingProperties;
import dev.meterlark.billing.plan.PlanHistory;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import java.time.Instant;
import java.util.List;

/** The very stretches that an invoice of the month will have. */
final class PlanBooks implements Books {

    private final PlanHistory history;
    private final BillingProperties properties;

    PlanBooks(PlanHistory history, BillingProperties properties) {
        this.history = history;
        this.properties = properties;
    }

    @Override
    public BillingPeriod periodAt(Instant instant) {
        return BillingPeriod.at(instant, properties.zone());
    }

    @Override
    public List<Stretch> of(AccountId account, BillingPeriod period) {
        return history.segments(account, period).stream()
                .map(each -> new Stretch(period, each.from(), each.to(), each.book()))
                .toList();
    }
}

package dev.meterlark.billing.invoice;

import dev.meterlark.billing.plan.PlanHistory;
import dev.meterlark.billing.rating.Adjustments;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import org.springframework.stereotype.Component;

import java.util.List;

/** What the plans say. */
@Component
class PlannedAgreements implements Agreements {

    private static final int DAYS = 14;

    private final PlanHistory history;

    PlannedAgreements(PlanHistory history) {
        this.history = history;
    }

    @Override
    public List<Stretch> stretches(KnownAccount account, BillingPeriod period) {
        return history.segments(account.id(), period).stream()
                .map(each -> new Stretch(each.from(), each.to(), each.due()))
                .toList();
    }

    @Override
    public Adjustments adjustments(KnownAccount account, List<BillingPeriod> months) {
        return Adjustments.NONE;
    }

    @Override
    public Parties parties(KnownAccount account) {
        return new Parties(
                named("Meterlark"),
                named(account.name()),
                new Terms(null, null, null, DAYS, "Payable within %d days.".formatted(DAYS)),
                "en");
    }

    private static Party named(String name) {
        return new Party(name, List.of(), "", "", "", null, null, null, null, null);
    }

    @Override
    public void taken(AccountId account, InvoiceNumber number, Rated rated) {
        // nothing is taken off yet
    }

    @Override
    public void givenBack(AccountId account, InvoiceNumber number) {
        // nothing was taken off
    }
}

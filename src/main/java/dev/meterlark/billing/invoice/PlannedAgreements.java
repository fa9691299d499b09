package dev.meterlark.billing.invoice;

import dev.meterlark.billing.plan.Adjusting;
import dev.meterlark.billing.plan.BillingProfile;
import dev.meterlark.billing.plan.BillingProfiles;
import dev.meterlark.billing.plan.PlanHistory;
import dev.meterlark.billing.plan.SellerProperties;
import dev.meterlark.billing.rating.Adjustments;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Set;

/** What the plans, coupons, credits and profiles say. */
@Component
class PlannedAgreements implements Agreements {

    private static final String NAMELESS = "Meterlark";

    private final PlanHistory history;
    private final Adjusting adjusting;
    private final BillingProfiles profiles;
    private final SellerProperties seller;

    PlannedAgreements(
            PlanHistory history,
            Adjusting adjusting,
            BillingProfiles profiles,
            SellerProperties seller) {
        this.history = history;
        this.adjusting = adjusting;
        this.profiles = profiles;
        this.seller = seller;
    }

    @Override
    public List<Stretch> stretches(KnownAccount account, BillingPeriod period) {
        return history.segments(account.id(), period).stream()
                .map(each -> new Stretch(each.from(), each.to(), each.due()))
                .toList();
    }

    @Override
    public Adjustments adjustments(KnownAccount account, Set<YearMonth> months, Currency currency) {
        return adjusting.of(account.id(), months, currency);
    }

    @Override
    public Parties parties(KnownAccount account) {
        BillingProfile profile = profiles.of(account.id()).orElse(null);
        return new Parties(
                seller(),
                profile == null ? unknown(account.name()) : buyer(profile),
                new Terms(
                        told(seller.iban()),
                        told(seller.bic()),
                        told(seller.bank()),
                        seller.paymentDays(),
                        "Payable within %d days.".formatted(seller.paymentDays())),
                profile == null ? "en" : profile.language());
    }

    private Party seller() {
        return new Party(
                seller.name().isEmpty() ? NAMELESS : seller.name(),
                seller.address(),
                seller.city(),
                seller.postalCode(),
                seller.country(),
                told(seller.vatId()),
                told(seller.email()),
                told(seller.phone()),
                told(seller.register()),
                null);
    }

    private static Party buyer(BillingProfile profile) {
        return new Party(
                profile.legalName(),
                profile.address(),
                profile.city(),
                profile.postalCode(),
                profile.country(),
                profile.vatId(),
                profile.emails().isEmpty() ? null : profile.emails().getFirst(),
                null,
                null,
                profile.purchaseOrder());
    }

    /** An account that has not said whom its invoices are addressed to. */
    private static Party unknown(String name) {
        return new Party(name, List.of(), "", "", "", null, null, null, null, null);
    }

    private static @Nullable String told(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    public void taken(AccountId account, InvoiceNumber number, Rated rated) {
        adjusting.taken(account, number.value(), rated);
    }

    @Override
    public void givenBack(AccountId account, InvoiceNumber number) {
        adjusting.givenBack(account, number.value());
    }
}

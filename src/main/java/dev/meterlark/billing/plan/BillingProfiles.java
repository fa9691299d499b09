package dev.meterlark.billing.plan;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.billing.rating.Tax;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Whom invoices are addressed to, and how that is taxed. An issued invoice keeps what it had. */
@Service
@Transactional
public class BillingProfiles {

    private final ProfileRows rows;
    private final Accounts accounts;
    private final SellerProperties seller;
    private final AuditLog audit;
    private final InstantSource clock;

    BillingProfiles(
            ProfileRows rows,
            Accounts accounts,
            SellerProperties seller,
            AuditLog audit,
            InstantSource clock) {
        this.rows = rows;
        this.accounts = accounts;
        this.seller = seller;
        this.audit = audit;
        this.clock = clock;
    }

    /** Empty when the account has said nothing yet. */
    @Transactional(readOnly = true)
    public Optional<BillingProfile> of(AccountId account) {
        return rows.find(account);
    }

    @Transactional(readOnly = true)
    public Tax tax(AccountId account) {
        return Taxes.of(
                seller, rows.find(account).orElse(null), rows.exemption(account).orElse(null));
    }

    public BillingProfile change(Caller caller, BillingProfile.Wish wish) {
        BillingProfile profile = BillingProfile.of(wish);
        accounts.lockedLimits(caller.account()); // one after the other
        if (rows.find(caller.account()).filter(profile::equals).isEmpty()) {
            rows.put(caller.account(), profile, clock.instant());
            audit.record(
                    caller,
                    "billing-profile.changed",
                    "account:" + caller.account(),
                    Map.of(
                            "legalName",
                            profile.legalName(),
                            "country",
                            profile.country(),
                            "vatId",
                            String.valueOf(profile.vatId())));
        }
        return profile;
    }

    /** Because the operator has its papers. */
    public void exempt(Caller operator, AccountId account, @Nullable String reason) {
        String checked = Typed.line("reason", reason, 200);
        accounts.lockedLimits(account); // refuses one that is not there
        rows.exempt(account, checked, operator.subject(), clock.instant());
        audit.recordOfOperator(
                operator,
                account,
                "account.tax-exempted",
                "account:" + account,
                Map.of("reason", checked));
    }

    public void liable(Caller operator, AccountId account) {
        accounts.lockedLimits(account);
        if (rows.liable(account) == 0) {
            throw Refusals.unknown("the account has no exemption from tax");
        }
        audit.recordOfOperator(
                operator, account, "account.tax-exemption-ended", "account:" + account, Map.of());
    }
}

package dev.meterlark.billing.plan;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.billing.BillingProperties;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** What the operator puts on the next invoices of accounts. */
@Service
@Transactional
public class Charges {

    private static final int MOST_WAITING = 100;
    private static final int LISTED = 100;

    private final ChargeRows rows;
    private final PlanHistory history;
    private final Accounts accounts;
    private final AuditLog audit;
    private final BillingProperties properties;
    private final InstantSource clock;

    Charges(
            ChargeRows rows,
            PlanHistory history,
            Accounts accounts,
            AuditLog audit,
            BillingProperties properties,
            InstantSource clock) {
        this.rows = rows;
        this.history = history;
        this.accounts = accounts;
        this.audit = audit;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * @param description as the invoice says it
     * @param amount before tax, in the currency of the account's invoices
     * @param reason as the operator's books have it
     */
    public record Wish(
            @Nullable String description,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String reason) {}

    public PutOnInvoice put(Caller operator, AccountId account, Wish wish) {
        accounts.lockedLimits(account); // refuses one that is not there
        Currency currency = Typed.currency("currency", wish.currency());
        Money amount = Typed.positive("amount", wish.amount(), currency);
        requireBilledIn(account, currency);
        if (rows.waiting(account, currency).size() >= MOST_WAITING) {
            throw Refusals.conflict(
                    "%d charges wait for the next invoice, as many as may".formatted(MOST_WAITING));
        }
        PutOnInvoice charge =
                new PutOnInvoice(
                        ChargeId.random().toString(),
                        Typed.line("description", wish.description(), 200),
                        amount,
                        Typed.line("reason", wish.reason(), 200),
                        operator.subject(),
                        clock.instant(),
                        null);
        rows.insert(account, charge);
        audit.recordOfOperator(
                operator,
                account,
                "charge.made",
                "charge:" + charge.id(),
                Map.of("amount", amount.toString(), "reason", charge.reason()));
        return charge;
    }

    /** The newest hundred, billed ones too. */
    @Transactional(readOnly = true)
    public List<PutOnInvoice> of(AccountId account) {
        accounts.identity(account); // refuses one that is not there
        return rows.of(account, LISTED);
    }

    /** One in another currency would wait for ever. */
    private void requireBilledIn(AccountId account, Currency currency) {
        Instant now = clock.instant();
        BillingPeriod month = BillingPeriod.at(now, properties.zone());
        Currency billed = history.segments(account, month).getLast().due().currency();
        if (!billed.equals(currency)) {
            throw Refusals.invalid(
                    "the account's next invoice is in %s, was: %s".formatted(billed, currency));
        }
    }
}

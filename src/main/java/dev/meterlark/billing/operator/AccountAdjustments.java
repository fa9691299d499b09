package dev.meterlark.billing.operator;

import dev.meterlark.billing.plan.Charges;
import dev.meterlark.billing.plan.Credit;
import dev.meterlark.billing.plan.Credits;
import dev.meterlark.billing.plan.PutOnInvoice;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.util.List;

/** What the operator puts on an account's next invoice, or gives it; with a reason, and audited. */
@Service
@Transactional
public class AccountAdjustments {

    private static final String CREDIT = "credit";
    private static final String DEBIT = "debit";

    private final Charges charges;
    private final Credits credits;

    AccountAdjustments(Charges charges, Credits credits) {
        this.charges = charges;
        this.credits = credits;
    }

    /**
     * @param kind credit, which pays invoices after tax, or debit, a line of the next one before
     *     tax
     * @param amount a decimal string above 0
     * @param description as the account reads it
     * @param reason as the operator's books have it
     */
    public record Wish(
            @Nullable String kind,
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String description,
            @Nullable String reason) {}

    /**
     * @param invoice that a debit is on; null while it waits, and for credits
     */
    public record Adjusted(
            String id,
            String kind,
            String description,
            Money amount,
            @Nullable String invoice,
            Instant madeAt) {}

    public Adjusted adjust(Caller operator, AccountId account, Wish wish) {
        return switch (wish.kind()) {
            case CREDIT -> {
                Credit credit =
                        credits.grant(
                                operator,
                                account,
                                new Credits.Wish(
                                        wish.description(),
                                        wish.amount(),
                                        wish.currency(),
                                        null,
                                        null,
                                        wish.reason()));
                yield new Adjusted(
                        credit.id().toString(),
                        CREDIT,
                        credit.description(),
                        credit.remaining(),
                        null,
                        credit.grantedAt());
            }
            case DEBIT ->
                    debit(
                            charges.put(
                                    operator,
                                    account,
                                    new Charges.Wish(
                                            wish.description(),
                                            wish.amount(),
                                            wish.currency(),
                                            wish.reason())));
            case null, default ->
                    throw new RefusedException(
                            ErrorCode.REQUEST_INVALID, "kind must be credit or debit");
        };
    }

    /** The newest hundred, those that an invoice has too. */
    @Transactional(readOnly = true)
    public List<Adjusted> debits(AccountId account) {
        return charges.of(account).stream().map(AccountAdjustments::debit).toList();
    }

    private static Adjusted debit(PutOnInvoice charge) {
        return new Adjusted(
                charge.id(),
                DEBIT,
                charge.description(),
                charge.amount(),
                charge.invoice(),
                charge.madeAt());
    }
}

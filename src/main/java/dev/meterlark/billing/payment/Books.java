package dev.meterlark.billing.payment;

import dev.meterlark.billing.payment.Receivable.Chase;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

/**
 * Writes entries, and the sums that they make, in the caller's transaction and under the account's
 * lock. Of each entry, what was applied and what was credited is what came in; of each invoice,
 * what is paid is what its entries applied, and never more than it asks for.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Books {

    private final PaymentAccountRows accounts;
    private final ReceivableRows receivables;
    private final PaymentRows payments;
    private final PaidInvoices invoices;
    private final CreditBook credits;
    private final Chasing chasing;

    Books(
            PaymentAccountRows accounts,
            ReceivableRows receivables,
            PaymentRows payments,
            PaidInvoices invoices,
            CreditBook credits,
            Chasing chasing) {
        this.accounts = accounts;
        this.receivables = receivables;
        this.payments = payments;
        this.invoices = invoices;
        this.credits = credits;
        this.chasing = chasing;
    }

    /** A receipt or a refund with what it is about, under the account's lock. */
    record Booked(Payment entry, Receivable receivable) {}

    /**
     * @throws RefusedException 404 when the account has no such invoice
     */
    Receivable lock(AccountId account, String invoice) {
        accounts.lock(account);
        return receivables.find(account, invoice).orElseThrow(Books::unknown);
    }

    /** The whole of it goes to the credit where the invoice is void or settled. */
    Booked receive(Incoming incoming, Instant now) {
        Receivable before = lock(incoming.account(), incoming.invoice());
        requireCurrency(before, incoming.amount());
        BigDecimal amount = incoming.amount().amount();
        BigDecimal applied = amount.min(before.open());
        Payment entry =
                new Payment(
                        PaymentId.random(),
                        before.account(),
                        before.invoice(),
                        PaymentKind.RECEIPT,
                        incoming.provider(),
                        incoming.reference(),
                        before.currency(),
                        amount,
                        applied,
                        amount.subtract(applied),
                        null,
                        incoming.note(),
                        incoming.actor().subject(),
                        incoming.valued(),
                        now);
        return write(entry, before, before.refunded());
    }

    /**
     * Money that did not stay: first what was applied of it is owed again, then what was credited
     * is taken back.
     *
     * @param amount above 0 and at most what is left of the receipt
     */
    Booked reverse(Payment receipt, BigDecimal amount, Undoing undoing, Instant now) {
        Receivable before = lock(receipt.account(), receipt.invoice());
        PaymentRows.Undone undone = payments.undone(receipt);
        requireLeft(receipt, undone, amount);
        BigDecimal ofInvoice =
                amount.min(receipt.applied().subtract(undone.applied())).min(before.paid());
        Payment entry = undoing(receipt, PaymentKind.REVERSAL, amount, ofInvoice, undoing, now);
        return write(entry, before, before.refunded());
    }

    /**
     * Money given back for good: the invoice stays settled.
     *
     * @param amount at most what is left of the receipt; below 0 when a refund came back
     */
    Booked refund(Payment receipt, BigDecimal amount, Undoing undoing, Instant now) {
        Receivable before = lock(receipt.account(), receipt.invoice());
        PaymentRows.Undone undone = payments.undone(receipt);
        requireLeft(receipt, undone, amount);
        if (amount.negate().compareTo(undone.refunded()) > 0) {
            throw new IllegalStateException(
                    "%s of payment %s came back, but only %s was refunded"
                            .formatted(amount.negate(), receipt.id(), undone.refunded()));
        }
        Payment entry = undoing(receipt, PaymentKind.REFUND, amount, BigDecimal.ZERO, undoing, now);
        return write(entry, before, before.refunded().add(amount));
    }

    /** The invoice asks for less; what was paid beyond that becomes a credit. */
    Receivable owe(Receivable before, BigDecimal owed, State asked, String why, Instant now) {
        BigDecimal beyond = before.paid().subtract(owed).max(BigDecimal.ZERO);
        Receivable less =
                with(before, owed, before.paid().subtract(beyond), before.refunded(), asked, now);
        if (beyond.signum() == 0) {
            receivables.update(less);
            chasing.settled(less.account(), now);
            return less;
        }
        Payment entry =
                new Payment(
                        PaymentId.random(),
                        before.account(),
                        before.invoice(),
                        PaymentKind.TRANSFER,
                        Payments.MANUAL,
                        null,
                        before.currency(),
                        BigDecimal.ZERO,
                        beyond.negate(),
                        beyond,
                        null,
                        why,
                        Actor.BILLING.subject(),
                        chasing.day(now),
                        now);
        payments.insert(entry);
        receivables.update(less);
        moveCredit(entry);
        chasing.settled(less.account(), now);
        return less;
    }

    private Booked write(Payment entry, Receivable before, BigDecimal refunded) {
        DurableSteps.commit("payment.booked");
        BigDecimal paid = before.paid().add(entry.applied());
        Receivable after =
                with(before, before.owed(), paid, refunded, before.state(), entry.recordedAt());
        payments.insert(entry);
        receivables.update(after);
        moveCredit(entry);
        if (entry.applied().signum() != 0 && after.state() != State.VOID) {
            invoices.paid(after.account(), after.invoice(), new Money(paid, after.currency()));
        }
        chasing.settled(after.account(), entry.recordedAt());
        return new Booked(entry, after);
    }

    private void moveCredit(Payment entry) {
        Money credited = new Money(entry.credited().abs(), entry.currency());
        String reason = "%s for invoice %s".formatted(entry.kind().wireName(), entry.invoice());
        if (entry.credited().signum() > 0) {
            credits.grant(entry.account(), credited, reason, source(entry.id()));
        } else if (entry.credited().signum() < 0) {
            credits.takeBack(
                    entry.account(),
                    credited,
                    reason,
                    source(Objects.requireNonNull(entry.of(), "only receipts are credited")));
        }
    }

    private static String source(PaymentId entry) {
        return "payment:" + entry;
    }

    private Receivable with(
            Receivable before,
            BigDecimal owed,
            BigDecimal paid,
            BigDecimal refunded,
            State asked,
            Instant now) {
        State next =
                asked == State.VOID
                        ? State.VOID
                        : owed.compareTo(paid) == 0 ? State.PAID : State.OPEN;
        Chase chase =
                before.state() == State.PAID && next == State.OPEN
                        ? chasing.again(before, chasing.day(now))
                        : next == State.OPEN ? before.chase() : Chasing.still(before.chase());
        return new Receivable(
                before.account(),
                before.invoice(),
                before.currency(),
                before.issued(),
                before.due(),
                before.payer(),
                before.payerEmail(),
                owed,
                paid,
                refunded,
                next,
                chase);
    }

    private static Payment undoing(
            Payment receipt,
            PaymentKind kind,
            BigDecimal amount,
            BigDecimal ofInvoice,
            Undoing undoing,
            Instant now) {
        boolean refund = kind == PaymentKind.REFUND;
        return new Payment(
                PaymentId.random(),
                receipt.account(),
                receipt.invoice(),
                kind,
                receipt.provider(),
                undoing.reference(),
                receipt.currency(),
                amount.negate(),
                refund ? BigDecimal.ZERO : ofInvoice.negate(),
                refund ? BigDecimal.ZERO : ofInvoice.subtract(amount),
                receipt.id(),
                undoing.reason(),
                undoing.actor().subject(),
                undoing.valued(),
                now);
    }

    /** Why and by whom an entry is undone. */
    record Undoing(@Nullable String reference, String reason, Actor actor, LocalDate valued) {}

    private static void requireLeft(Payment receipt, PaymentRows.Undone undone, BigDecimal amount) {
        BigDecimal left = receipt.amount().subtract(undone.amount()).subtract(undone.refunded());
        if (receipt.kind() != PaymentKind.RECEIPT || amount.compareTo(left) > 0) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "of payment %s, a %s of %s %s, there is %s left, less than %s"
                            .formatted(
                                    receipt.id(),
                                    receipt.kind().wireName(),
                                    receipt.amount().stripTrailingZeros().toPlainString(),
                                    receipt.currency(),
                                    left.stripTrailingZeros().toPlainString(),
                                    amount.stripTrailingZeros().toPlainString()));
        }
    }

    private static void requireCurrency(Receivable receivable, Money amount) {
        if (!receivable.currency().equals(amount.currency())) {
            throw Amounts.refused(
                    "invoice %s is in %s and is paid in %s, was: %s"
                            .formatted(
                                    receivable.invoice(),
                                    receivable.currency(),
                                    receivable.currency(),
                                    amount));
        }
    }

    static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.NOT_FOUND, "there is no such invoice in this account");
    }
}

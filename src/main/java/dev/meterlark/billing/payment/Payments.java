package dev.meterlark.billing.payment;

import dev.meterlark.account.Page;
import dev.meterlark.billing.payment.Books.Booked;
import dev.meterlark.billing.payment.Books.Undoing;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What came in for invoices, as the operator writes it down and as its account sees it. */
@Service
@Transactional
public class Payments {

    /** Bank transfers, cash and whatever else a person writes down. */
    public static final String MANUAL = "manual";

    private static final Pattern REFERENCE = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    private final Books books;
    private final PaymentRows rows;
    private final ReceivableRows receivables;
    private final CollectionRows collections;
    private final Errands errands;
    private final Chasing chasing;
    private final Standing standing;
    private final InstantSource clock;

    Payments(
            Books books,
            PaymentRows rows,
            ReceivableRows receivables,
            CollectionRows collections,
            Errands errands,
            Chasing chasing,
            Standing standing,
            InstantSource clock) {
        this.books = books;
        this.rows = rows;
        this.receivables = receivables;
        this.collections = collections;
        this.errands = errands;
        this.chasing = chasing;
        this.standing = standing;
        this.clock = clock;
    }

    /**
     * Money that a person saw come in.
     *
     * @param amount null for all that is open
     * @param currency of the amount
     * @param reference what the bank calls it; the same one again is the same payment
     * @param receivedOn null for today
     */
    public record Wish(
            @Nullable String amount,
            @Nullable String currency,
            @Nullable String reference,
            @Nullable LocalDate receivedOn,
            @Nullable String note) {}

    /** What is paid beyond what is open becomes a credit of the account. */
    public Payment record(Caller operator, AccountId account, String invoice, Wish wish) {
        Instant now = clock.instant();
        Receivable receivable = books.lock(account, invoice);
        if (receivable.state() == State.VOID) {
            throw conflict("invoice %s is void: nothing is paid for it".formatted(invoice));
        }
        Money amount = amount(receivable, wish);
        Optional<Payment> known = known(receivable, amount, wish.reference());
        if (known.isPresent()) {
            return known.get();
        }
        if (wish.amount() == null && receivable.open().signum() == 0) {
            throw conflict("invoice %s is paid already".formatted(invoice));
        }
        Payment entry =
                books.receive(
                                new Incoming(
                                        account,
                                        invoice,
                                        amount,
                                        MANUAL,
                                        wish.reference(),
                                        note(wish.note()),
                                        Actor.of(operator),
                                        valued(wish.receivedOn(), chasing.day(now))),
                                now)
                        .entry();
        align(receivable, now);
        standing.audit(Actor.of(operator), entry, "payment.recorded");
        return entry;
    }

    /**
     * A transfer that bounced, or that was written down by mistake: the invoice is owed again.
     *
     * @param reason for people
     */
    public Payment reverse(
            Caller operator, AccountId account, PaymentId payment, @Nullable String reason) {
        Instant now = clock.instant();
        Payment receipt = manual(account, payment);
        books.lock(account, receipt.invoice());
        PaymentRows.Undone undone = rows.undone(receipt);
        BigDecimal left = receipt.amount().subtract(undone.amount()).subtract(undone.refunded());
        if (left.signum() == 0) {
            throw conflict("nothing is left of payment %s".formatted(payment));
        }
        Booked booked = books.reverse(receipt, left, undoing(operator, reason, now), now);
        align(booked.receivable(), now);
        standing.audit(Actor.of(operator), booked.entry(), "payment.reversed");
        return booked.entry();
    }

    /**
     * Money that was given back for good: the invoice stays settled.
     *
     * @param amount in the payment's currency
     */
    public Payment refund(
            Caller operator,
            AccountId account,
            PaymentId payment,
            @Nullable String amount,
            @Nullable String reason) {
        Instant now = clock.instant();
        Payment receipt = manual(account, payment);
        Money back = Amounts.positive(amount, receipt.currency().getCurrencyCode());
        Undoing undoing = undoing(operator, reason, now);
        books.lock(account, receipt.invoice());
        BigDecimal ofInvoice = receipt.applied().subtract(rows.undone(receipt).applied());
        if (back.amount().compareTo(ofInvoice.subtract(rows.undone(receipt).refunded())) > 0) {
            throw conflict(
                    "of payment %s less than %s went to invoice %s; what became a credit of the account is not given back so"
                            .formatted(payment, back, receipt.invoice()));
        }
        Payment entry = books.refund(receipt, back.amount(), undoing, now).entry();
        standing.audit(Actor.of(operator), entry, "payment.refunded");
        return entry;
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public Page<Payment> list(AccountId account, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<Payment> found = rows.newest(account, stretch);
        return new Page<>(stretch.items(found), stretch.nextCursor(found, PaymentRows.Place::of));
    }

    /**
     * @throws RefusedException 404 when the account has no such invoice
     */
    @Transactional(readOnly = true)
    public Receivable receivable(AccountId account, String invoice) {
        return receivables.find(account, invoice).orElseThrow(Books::unknown);
    }

    private Money amount(Receivable receivable, Wish wish) {
        if (wish.amount() == null) {
            return new Money(receivable.open(), receivable.currency());
        }
        return Amounts.positive(
                wish.amount(),
                wish.currency() == null
                        ? receivable.currency().getCurrencyCode()
                        : wish.currency());
    }

    private Optional<Payment> known(
            Receivable receivable, Money amount, @Nullable String reference) {
        if (reference == null) {
            return Optional.empty();
        }
        if (!REFERENCE.matcher(reference).matches()) {
            throw Amounts.refused(
                    "reference must have 1 to 200 characters, none of them a control character,"
                            + " was: "
                            + Amounts.shown(reference));
        }
        Optional<Payment> known = rows.find(receivable.account(), MANUAL, reference);
        known.filter(
                        each ->
                                !each.invoice().equals(receivable.invoice())
                                        || each.amount().compareTo(amount.amount()) != 0
                                                && amount.amount().signum() != 0)
                .ifPresent(
                        each -> {
                            throw conflict(
                                    "%s is written down already, as a payment of %s for invoice %s"
                                            .formatted(
                                                    Amounts.shown(reference),
                                                    new Money(each.amount(), each.currency()),
                                                    each.invoice()));
                        });
        return known;
    }

    private Payment manual(AccountId account, PaymentId payment) {
        Payment receipt =
                rows.find(account, payment)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no such payment in this account"));
        if (receipt.kind() != PaymentKind.RECEIPT) {
            throw conflict(
                    "%s is a %s; only a receipt is undone"
                            .formatted(payment, receipt.kind().wireName()));
        }
        if (!receipt.provider().equals(MANUAL)) {
            throw conflict(
                    "%s came by %s: undo it there, and it is written down here when %s tells of it"
                            .formatted(payment, receipt.provider(), receipt.provider()));
        }
        return receipt;
    }

    private Undoing undoing(Caller operator, @Nullable String reason, Instant now) {
        return new Undoing(null, Amounts.reason(reason), Actor.of(operator), chasing.day(now));
    }

    /** A provider that was asked to collect it must not ask for more than is open. */
    private void align(Receivable receivable, Instant now) {
        if (collections.any(receivable.account(), receivable.invoice())) {
            errands.put(receivable.account(), new Errand.Align(receivable.invoice()), now);
        }
    }

    private static @Nullable String note(@Nullable String note) {
        return note == null || note.isBlank() ? null : Amounts.reason(note);
    }

    private static LocalDate valued(@Nullable LocalDate day, LocalDate today) {
        if (day != null && (day.isAfter(today) || day.isBefore(today.minusYears(5)))) {
            throw Amounts.refused("receivedOn must be a day of the last five years, was: " + day);
        }
        return day == null ? today : day;
    }

    private static RefusedException conflict(String text) {
        return new RefusedException(ErrorCode.CONFLICT, text);
    }
}

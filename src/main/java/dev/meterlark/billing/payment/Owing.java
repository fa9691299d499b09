package dev.meterlark.billing.payment;

import dev.meterlark.billing.invoice.InvoiceListener;
import dev.meterlark.billing.invoice.InvoiceNumber;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.payment.Receivable.State;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** What an invoice asks for begins with it, in its own transaction, and follows its corrections. */
@Component
class Owing implements InvoiceListener {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_EMAIL = 254;

    private final PaymentAccountRows accounts;
    private final ReceivableRows receivables;
    private final CollectionRows collections;
    private final Books books;
    private final CreditBook credits;
    private final Chasing chasing;
    private final Providers providers;
    private final Errands errands;
    private final InstantSource clock;

    Owing(
            PaymentAccountRows accounts,
            ReceivableRows receivables,
            CollectionRows collections,
            Books books,
            CreditBook credits,
            Chasing chasing,
            Providers providers,
            Errands errands,
            InstantSource clock) {
        this.accounts = accounts;
        this.receivables = receivables;
        this.collections = collections;
        this.books = books;
        this.credits = credits;
        this.chasing = chasing;
        this.providers = providers;
        this.errands = errands;
        this.clock = clock;
    }

    @Override
    public void finalised(IssuedInvoice invoice) {
        switch (invoice.kind()) {
            case INVOICE -> owed(invoice);
            case CREDIT_NOTE -> corrected(invoice);
        }
    }

    @Override
    public void voided(AccountId account, InvoiceNumber number) {
        Instant now = clock.instant();
        Receivable before = books.lock(account, number.value());
        books.owe(before, BigDecimal.ZERO, State.VOID, "invoice %s is void".formatted(number), now);
        align(before, now);
    }

    private void owed(IssuedInvoice invoice) {
        BigDecimal payable = invoice.payable().amount();
        boolean owed = payable.signum() > 0;
        accounts.makeUnlessThere(invoice.account());
        accounts.lock(invoice.account());
        receivables.insert(
                new Receivable(
                        invoice.account(),
                        invoice.number().value(),
                        invoice.currency(),
                        invoice.issued(),
                        invoice.due(),
                        Objects.requireNonNull(Columns.text(invoice.buyer().name(), LONGEST_NAME)),
                        Columns.text(invoice.buyer().email(), LONGEST_EMAIL),
                        payable,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        owed ? State.OPEN : State.PAID,
                        chasing.first(invoice.due(), owed)));
        if (owed && providers.first().isPresent()) {
            errands.put(
                    invoice.account(),
                    new Errand.Charge(invoice.number().value()),
                    clock.instant());
        }
    }

    /**
     * A credit note takes off what is owed first; beyond that it gives back what was paid, and
     * beyond that what prepaid credits paid. Both become a credit.
     */
    private void corrected(IssuedInvoice note) {
        Instant now = clock.instant();
        String corrected = Objects.requireNonNull(note.corrects(), "a credit note corrects one");
        Receivable before = books.lock(note.account(), corrected);
        BigDecimal off = note.gross().amount();
        BigDecimal owed = before.owed().subtract(off).max(BigDecimal.ZERO);
        String why = "credit note %s".formatted(note.number());
        books.owe(before, owed, before.state(), why, now);
        BigDecimal prepaid = off.subtract(before.owed());
        if (prepaid.signum() > 0) {
            credits.grant(
                    note.account(),
                    new Money(prepaid, note.currency()),
                    why,
                    "credit-note:" + note.number());
        }
        align(before, now);
    }

    private void align(Receivable receivable, Instant now) {
        if (collections.any(receivable.account(), receivable.invoice())) {
            errands.put(receivable.account(), new Errand.Align(receivable.invoice()), now);
        }
    }
}

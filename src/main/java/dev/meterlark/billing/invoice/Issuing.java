package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Rated;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.util.Map;
import java.util.function.Function;

/** Gives what is issued its number, and writes it down: the last thing of a transaction. */
@Component
class Issuing {

    private final InvoiceRows invoices;
    private final BilledRows billed;
    private final CloseRows closes;
    private final Numbering numbering;
    private final Agreements agreements;
    private final Composing composing;
    private final Months months;
    private final InvoiceProperties properties;
    private final Notes notes;
    private final ObjectProvider<InvoiceListener> listeners;

    Issuing(
            InvoiceRows invoices,
            BilledRows billed,
            CloseRows closes,
            Numbering numbering,
            Agreements agreements,
            Months months,
            InvoiceProperties properties,
            Notes notes,
            ObjectProvider<InvoiceListener> listeners) {
        this.invoices = invoices;
        this.billed = billed;
        this.closes = closes;
        this.numbering = numbering;
        this.agreements = agreements;
        this.composing = new Composing(months);
        this.months = months;
        this.properties = properties;
        this.notes = notes;
        this.listeners = listeners;
    }

    /**
     * An invoice, while its account is locked.
     *
     * @param closing whether it closes its month
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public IssuedInvoice issue(
            KnownAccount account, BillingPeriod period, Rated rated, boolean closing, By by) {
        Agreements.Parties parties = agreements.parties(account);
        IssuedInvoice invoice =
                write(
                        account.id(),
                        IssuedInvoice.Kind.INVOICE,
                        closing,
                        null,
                        by,
                        number ->
                                composing.invoice(
                                        new Composing.Heading(
                                                number,
                                                account,
                                                period,
                                                months.day(by.at()),
                                                parties),
                                        rated));
        billed.insert(account.id(), invoice.number(), rated);
        agreements.taken(account.id(), invoice.number(), rated);
        DurableSteps.reached("invoice.written");
        tell(invoice, by, "invoice.finalised");
        return invoice;
    }

    /** A credit note, while its account is locked. */
    @Transactional(propagation = Propagation.MANDATORY)
    public IssuedInvoice issueNote(
            AccountId account,
            String reason,
            By by,
            Function<InvoiceNumber, IssuedInvoice> composed) {
        IssuedInvoice note =
                write(account, IssuedInvoice.Kind.CREDIT_NOTE, false, reason, by, composed);
        tell(note, by, "credit-note.issued");
        return note;
    }

    private IssuedInvoice write(
            AccountId account,
            IssuedInvoice.Kind kind,
            boolean closing,
            @Nullable String reason,
            By by,
            Function<InvoiceNumber, IssuedInvoice> composed) {
        long entry = closes.nextEntry(account);
        long count = numbering.next(kind);
        DurableSteps.reached("invoice.numbered");
        IssuedInvoice invoice = composed.apply(InvoiceNumber.of(prefix(kind), count));
        invoices.insert(new InvoiceRows.NewRow(invoice, count, entry, closing, by.at(), reason));
        return invoice;
    }

    private String prefix(IssuedInvoice.Kind kind) {
        return switch (kind) {
            case INVOICE -> properties.numberPrefix();
            case CREDIT_NOTE -> properties.creditNotePrefix();
        };
    }

    private void tell(IssuedInvoice invoice, By by, String action) {
        listeners.orderedStream().forEach(each -> each.finalised(invoice));
        notes.note(
                by,
                invoice.account(),
                action,
                "invoice:" + invoice.number(),
                Map.of(
                        "period", invoice.period().month().toString(),
                        "gross", invoice.gross().toString()));
    }
}

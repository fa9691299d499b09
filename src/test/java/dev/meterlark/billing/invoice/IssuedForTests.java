package dev.meterlark.billing.invoice;

import dev.meterlark.billing.document.SampleInvoices;
import dev.meterlark.shared.AccountId;

import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Issues invoices of which no usage tells, for tests of what is shown of them. */
public final class IssuedForTests {

    private final InvoiceRows rows;
    private final Numbering numbering;
    private final List<InvoiceListener> listeners;
    private final TransactionTemplate transaction;

    IssuedForTests(
            InvoiceRows rows,
            Numbering numbering,
            List<InvoiceListener> listeners,
            TransactionTemplate transaction) {
        this.rows = rows;
        this.numbering = numbering;
        this.listeners = listeners;
        this.transaction = transaction;
    }

    public IssuedInvoice issue(AccountId account) {
        return issue(account, "en");
    }

    /** For 148.75 EUR; whoever is told of invoices is told of it. */
    public IssuedInvoice issue(AccountId account, String language) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ -> {
                            long count = numbering.next(IssuedInvoice.Kind.INVOICE);
                            String number = InvoiceNumber.of("ML-", count).value();
                            var invoice = SampleInvoices.of(account, number, language);
                            Instant at = Instant.parse("2026-12-02T00:00:00Z");
                            rows.insert(
                                    new InvoiceRows.NewRow(invoice, count, count, true, at, null));
                            listeners.forEach(each -> each.finalised(invoice));
                            return invoice;
                        }));
    }
}

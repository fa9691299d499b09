package dev.meterlark.billing.invoice;

import dev.meterlark.account.Page;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import java.time.InstantSource;
import java.util.List;

/** The invoices and credit notes of accounts. */
@Service
@Transactional(readOnly = true)
public class Invoices {

    private final InvoiceRows rows;
    private final InstantSource clock;

    Invoices(InvoiceRows rows, InstantSource clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /** The newest first. */
    public Page<InvoiceView> list(
            AccountId account, @Nullable String cursor, @Nullable Integer limit) {
        Stretch stretch = Stretch.of(cursor, limit);
        List<InvoiceRows.Listed> found =
                rows.before(account, stretch.before(Long.MAX_VALUE), stretch.most() + 1);
        return new Page<>(
                stretch.items(found).stream().map(InvoiceRows.Listed::view).toList(),
                stretch.nextCursor(found, each -> Long.toString(each.entry())));
    }

    public InvoiceView get(AccountId account, String number) {
        return rows.find(account, number).orElseThrow(Refusals::noInvoice);
    }

    /** What was issued, whole. */
    public IssuedInvoice issued(AccountId account, String number) {
        return rows.snapshot(get(account, number).number()).invoice();
    }

    /** The bytes that the hash is of. */
    public byte[] snapshot(AccountId account, String number) {
        return rows.snapshot(get(account, number).number()).bytes();
    }

    /**
     * In the transaction that writes down what came in.
     *
     * @param paid all that was paid for the invoice by now, less what did not stay; an invoice is
     *     paid when nothing of it is open, and may be open again
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public InvoiceView settled(AccountId account, String number, Money paid) {
        InvoiceView before = rows.lock(account, number).orElseThrow(Refusals::noInvoice);
        if (before.state() == InvoiceState.VOID) {
            throw Refusals.conflict("%s is void: nothing is paid for it".formatted(number));
        }
        InvoiceView after = before.paid(paid, clock.instant());
        rows.update(after, null);
        return after;
    }
}

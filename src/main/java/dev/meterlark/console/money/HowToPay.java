package dev.meterlark.console.money;

import dev.meterlark.billing.invoice.InvoiceView;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.Terms;
import dev.meterlark.billing.payment.SavedMethods;
import dev.meterlark.console.Show;

import org.jspecify.annotations.Nullable;

/**
 * How an invoice that is open can be paid.
 *
 * @param open what it still asks for
 * @param saved whether what was used before can be charged at once
 * @param provider who collects it; null when nobody does
 * @param iban for a transfer; null when the seller named none
 * @param reference what a transfer is to say
 */
record HowToPay(
        String open,
        boolean saved,
        @Nullable String provider,
        @Nullable String iban,
        @Nullable String bic,
        @Nullable String bank,
        String reference) {

    /** Null when there is nothing to pay. */
    static @Nullable HowToPay of(
            InvoiceView view, IssuedInvoice issued, SavedMethods.Saved method) {
        if (issued.kind() == IssuedInvoice.Kind.CREDIT_NOTE || view.open().amount().signum() <= 0) {
            return null;
        }
        Terms terms = issued.terms();
        return new HowToPay(
                Show.amount(view.open()),
                method.saved(),
                method.provider(),
                terms.iban(),
                terms.bic(),
                terms.bank(),
                view.number().value());
    }
}

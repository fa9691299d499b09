package dev.meterlark.console.money;

import dev.meterlark.billing.invoice.InvoiceView;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.console.Show;

import org.jspecify.annotations.Nullable;

/**
 * An invoice or a credit note in a list and at the head of its page.
 *
 * @param state as a word
 * @param mood good, warn or nothing: how the state looks
 * @param open what is still to be paid; null when nothing is
 */
record InvoiceRow(
        String number,
        String kind,
        String period,
        String issued,
        @Nullable String due,
        String state,
        String mood,
        String total,
        @Nullable String open,
        @Nullable String corrects,
        String sha256) {

    static InvoiceRow of(InvoiceView view) {
        boolean note = view.kind() == IssuedInvoice.Kind.CREDIT_NOTE;
        boolean owes = !note && view.open().amount().signum() > 0;
        return new InvoiceRow(
                view.number().value(),
                note ? "Credit note" : "Invoice",
                view.period().toString(),
                view.issued().toString(),
                note ? null : view.due().toString(),
                state(view, note),
                mood(view, note),
                Show.amount(view.gross()),
                owes ? Show.amount(view.open()) : null,
                view.corrects(),
                view.sha256());
    }

    private static String state(InvoiceView view, boolean note) {
        return switch (view.state()) {
            case FINALISED -> note ? "issued" : "to be paid";
            case PAID -> note ? "issued" : "paid";
            case VOID -> "void";
        };
    }

    private static String mood(InvoiceView view, boolean note) {
        return switch (view.state()) {
            case FINALISED -> note ? "good" : "warn";
            case PAID -> "good";
            case VOID -> "";
        };
    }
}

package dev.meterlark.billing.invoice;

import java.util.Locale;

/** What an invoice or a credit note is called: its series' prefix and a count without gaps. */
public record InvoiceNumber(String value) {

    static InvoiceNumber of(String prefix, long count) {
        return new InvoiceNumber(String.format(Locale.ROOT, "%s%06d", prefix, count));
    }

    @Override
    public String toString() {
        return value;
    }
}

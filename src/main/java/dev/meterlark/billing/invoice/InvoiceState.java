package dev.meterlark.billing.invoice;

import java.util.Locale;

/**
 * Where an invoice stands. What is void stays so; what is paid is open again if money goes back.
 */
public enum InvoiceState {
    FINALISED,
    PAID,
    VOID;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

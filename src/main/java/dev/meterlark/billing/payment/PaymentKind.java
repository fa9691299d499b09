package dev.meterlark.billing.payment;

import java.util.Locale;

/** What an entry says happened to money. */
public enum PaymentKind {
    /** It came in. */
    RECEIPT,
    /**
     * It did not stay: a transfer that bounced, a dispute that was lost. The invoice is owed again.
     */
    REVERSAL,
    /** It was given back for good. The invoice stays settled. */
    REFUND,
    /** From an invoice, which asks for less than was paid by now, to the account's credit. */
    TRANSFER;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static PaymentKind of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}

package dev.meterlark.billing.invoice;

import dev.meterlark.shared.AccountId;

/**
 * Told inside the transaction that does it: what it writes is there exactly when the invoice is.
 * What it throws undoes it, so no listener talks to anything but the database.
 */
public interface InvoiceListener {

    /** Of invoices and of credit notes, once each. */
    void finalised(IssuedInvoice invoice);

    /** That nothing is to be paid for it any more. */
    void voided(AccountId account, InvoiceNumber number);
}

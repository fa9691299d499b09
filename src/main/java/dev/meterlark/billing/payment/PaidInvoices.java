package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

/** The invoices' own note of what was paid; in the transaction that books it. */
interface PaidInvoices {

    /**
     * @param paid all that came in for it and stayed
     */
    void paid(AccountId account, String invoice, Money paid);
}

package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Money;

/** The accounts' credits, which pay later invoices; in the transaction that books the money. */
interface CreditBook {

    /**
     * @param source what it came from: the same one again is the same credit
     */
    void grant(AccountId account, Money amount, String reason, String source);

    /**
     * What was credited for money that did not stay.
     *
     * @param source of the credit
     * @return how much of it was not spent yet, and so is gone now; the rest stays with the account
     */
    Money takeBack(AccountId account, Money amount, String reason, String source);
}

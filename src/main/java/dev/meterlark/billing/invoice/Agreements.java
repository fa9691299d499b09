package dev.meterlark.billing.invoice;

import dev.meterlark.billing.rating.Adjustments;
import dev.meterlark.billing.rating.PriceBook;
import dev.meterlark.billing.rating.Rated;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;

import java.time.Instant;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Set;

/**
 * What holds for an account: its prices by time, what is taken off, what is paid already, its
 * taxes, and who the parties are.
 */
interface Agreements {

    /**
     * A part of a month under one price book.
     *
     * @param from a whole hour; is in it
     * @param to a whole hour; is not
     */
    record Stretch(Instant from, Instant to, PriceBook book) {}

    /** Who sells, who buys, and how it is paid. */
    record Parties(Party seller, Party buyer, Terms terms, String language) {}

    /** The whole month, in order and without gaps. */
    List<Stretch> stretches(KnownAccount account, BillingPeriod period);

    /**
     * @param months that the invoice is about
     * @param currency of the invoice: amounts in others are left out
     */
    Adjustments adjustments(KnownAccount account, Set<YearMonth> months, Currency currency);

    Parties parties(KnownAccount account);

    /** In the transaction that finalises: what discounts took off and credits paid is gone. */
    void taken(AccountId account, InvoiceNumber number, Rated rated);

    /** In the transaction that makes it void: it is there again. */
    void givenBack(AccountId account, InvoiceNumber number);
}

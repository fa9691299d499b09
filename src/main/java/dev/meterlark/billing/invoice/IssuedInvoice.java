package dev.meterlark.billing.invoice;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.BillingPeriod;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;

/**
 * What was issued, whole and for ever: what documents render and what the hash is of. The amounts
 * of a credit note are positive where they are given back.
 *
 * @param corrects the number of the invoice that a credit note is about; null for an invoice
 * @param accountNumber the account's 12 digits
 * @param issued and due: dates in the zone of billing
 * @param period that it was closed for; late lines name the days of an earlier one
 * @param net what the lines come to, after discounts
 * @param gross net and tax
 * @param credited what prepaid credits paid of it
 * @param payable gross without what credits paid
 * @param language of its documents, as in {@code en}
 */
public record IssuedInvoice(
        InvoiceNumber number,
        Kind kind,
        @Nullable String corrects,
        AccountId account,
        String accountNumber,
        LocalDate issued,
        LocalDate due,
        BillingPeriod period,
        Party seller,
        Party buyer,
        Currency currency,
        List<IssuedLine> lines,
        List<TaxLine> taxes,
        Money net,
        Money tax,
        Money gross,
        Money credited,
        Money payable,
        Terms terms,
        String language) {

    public IssuedInvoice {
        lines = List.copyOf(lines);
        taxes = List.copyOf(taxes);
    }

    /** What it is in the bookkeeping. */
    public enum Kind {
        INVOICE,
        CREDIT_NOTE
    }
}

package dev.meterlark.billing.payment.web;

import dev.meterlark.billing.payment.Payment;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;

/**
 * An entry of the books; amounts are decimal strings, less than 0 where money went.
 *
 * @param kind receipt, reversal, refund or transfer
 * @param applied of the amount, to the invoice
 * @param credited of the amount, to the account's credit
 * @param of the receipt that a reversal or refund is about
 */
record PaymentAnswer(
        String id,
        String invoice,
        String kind,
        String provider,
        @Nullable String reference,
        String amount,
        String currency,
        String applied,
        String credited,
        @Nullable String of,
        @Nullable String reason,
        LocalDate valued,
        Instant recordedAt) {

    static PaymentAnswer of(Payment entry) {
        Currency currency = entry.currency();
        return new PaymentAnswer(
                entry.id().toString(),
                entry.invoice(),
                entry.kind().wireName(),
                entry.provider(),
                entry.reference(),
                plain(entry.amount(), currency),
                currency.getCurrencyCode(),
                plain(entry.applied(), currency),
                plain(entry.credited(), currency),
                entry.of() == null ? null : entry.of().toString(),
                entry.reason(),
                entry.valued(),
                entry.recordedAt());
    }

    static String plain(BigDecimal amount, Currency currency) {
        return new Money(amount, currency).plainAmount();
    }
}

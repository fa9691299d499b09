package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;

/**
 * One entry: what happened to money, once.
 *
 * @param provider who moved it: {@code manual} or a {@link PaymentProvider}'s name
 * @param reference what that one calls it; no two entries of an account share it
 * @param amount less than 0 where money went
 * @param applied of the amount, to the invoice
 * @param credited of the amount, to the account's credit
 * @param of the receipt that a reversal or refund is about
 * @param valued the day on which it counts
 */
public record Payment(
        PaymentId id,
        AccountId account,
        String invoice,
        PaymentKind kind,
        String provider,
        @Nullable String reference,
        Currency currency,
        BigDecimal amount,
        BigDecimal applied,
        BigDecimal credited,
        @Nullable PaymentId of,
        @Nullable String reason,
        String actor,
        LocalDate valued,
        Instant recordedAt) {}

package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * What a provider was asked to collect for an invoice.
 *
 * @param reference the provider's name for it; null until it has one
 * @param asked the amount
 * @param trouble why the last attempt to charge failed
 * @param chargedBy the entry of the outbox that charged last
 */
record Collection(
        AccountId account,
        String invoice,
        String provider,
        @Nullable String reference,
        BigDecimal asked,
        Taken.State state,
        @Nullable String trouble,
        @Nullable UUID chargedBy) {}

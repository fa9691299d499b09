package dev.meterlark.billing.payment;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An account as a payment provider knows it.
 *
 * @param customer the provider's name for it; null while it has none
 * @param method what may be charged without asking; null when nothing may
 * @param stoppedAt since when it is suspended for what it owes; null when it is not
 */
record PaymentAccount(
        AccountId account,
        @Nullable String provider,
        @Nullable String customer,
        @Nullable String method,
        @Nullable Instant stoppedAt) {

    @Nullable String customerOf(String name) {
        return name.equals(provider) ? customer : null;
    }

    @Nullable String methodOf(String name) {
        return name.equals(provider) ? method : null;
    }
}

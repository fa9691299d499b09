package dev.meterlark.billing.plan;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Money that an account has with the operator; it pays invoices.
 *
 * @param remaining what is left of it
 * @param priority the lowest pays first; among equals what expires first
 * @param expiresAt from when on it pays nothing; null for never
 */
public record Credit(
        CreditId id,
        String description,
        Money remaining,
        int priority,
        Instant grantedAt,
        @Nullable Instant expiresAt) {

    public boolean expired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }
}

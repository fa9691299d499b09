package dev.meterlark.billing.plan;

import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What is taken off the invoices of whoever uses it.
 *
 * @param code in capitals
 * @param percent either this is there
 * @param amount or this, so much a month
 * @param months for how many, from the one on in which it comes into use; null for ever
 * @param maxUses how many accounts may use it; null for any number
 * @param uses how many do
 * @param expiresAt from when on it comes into no use; where it is it goes on
 */
public record Coupon(
        String code,
        String name,
        @Nullable BigDecimal percent,
        @Nullable Money amount,
        @Nullable Integer months,
        @Nullable Integer maxUses,
        int uses,
        @Nullable Instant expiresAt,
        @Nullable Instant withdrawnAt) {}

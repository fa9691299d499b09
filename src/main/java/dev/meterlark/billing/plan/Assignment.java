package dev.meterlark.billing.plan;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What an account is on from an hour on.
 *
 * @param plan null when the account was closed: what it was on goes on without a fee
 */
public record Assignment(
        Instant from, @Nullable String plan, String reason, String madeBy, Instant madeAt) {}

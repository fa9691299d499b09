package dev.meterlark.account;

import dev.meterlark.shared.AccountLimits;

import java.time.Instant;

/**
 * An account as its operator sees it.
 *
 * @param state open, suspended or closed
 */
public record AccountOverview(
        AccountIdentity identity,
        String state,
        boolean operator,
        AccountLimits limits,
        Instant createdAt) {}

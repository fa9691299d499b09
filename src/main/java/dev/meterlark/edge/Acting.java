package dev.meterlark.edge;

import dev.meterlark.shared.AccountId;

import java.time.Instant;

/**
 * The operator is in somebody else's account for a while, by leave of nobody but the reason that
 * stands in both accounts' audit logs.
 *
 * @param from the operator's own account
 */
public record Acting(
        ActingId id, AccountId account, AccountId from, String reason, Instant until) {}

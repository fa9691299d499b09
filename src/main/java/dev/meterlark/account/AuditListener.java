package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import java.util.Map;

/**
 * Told of each change that a caller made in an account, inside the transaction that makes it: what
 * it writes is there exactly when the change is. What it throws undoes the change.
 */
public interface AuditListener {

    /** As {@link AuditLog#record} was told, but for who may do what. */
    void recorded(
            AccountId account, String actor, String action, String subject, Map<String, ?> detail);
}

package dev.meterlark.account;

import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/**
 * The caller's own account.
 *
 * @param role the caller's; null for an API key
 * @param permissions what the caller may do in it
 */
public record AccountDetails(
        AccountIdentity identity,
        boolean operator,
        @Nullable String role,
        Set<Permission> permissions,
        AccountLimits limits,
        Instant createdAt) {}

package dev.meterlark.account;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/**
 * A key without its secret.
 *
 * @param scopes wire names of permissions
 * @param lastUsedAt within half a minute; null before its first use
 */
public record ApiKeyView(
        String id,
        String name,
        Set<String> scopes,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {}

package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * @param version grows with each change of the item, and is never used again for its key, also when
 *     it was deleted in between
 * @param expiresAt null for never
 */
public record Item(
        String key,
        long version,
        Document document,
        @Nullable Instant expiresAt,
        Instant changedAt) {}

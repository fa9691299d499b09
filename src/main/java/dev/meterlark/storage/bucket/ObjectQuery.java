package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

/**
 * @param delimiter null for all keys one by one
 * @param limit items and prefixes together; null for as many as is usual
 */
public record ObjectQuery(
        @Nullable String prefix,
        @Nullable String delimiter,
        @Nullable String cursor,
        @Nullable Integer limit) {}

package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

/**
 * What came of an operation.
 *
 * @param before what was there; null for nothing
 * @param after what is there; null for nothing
 * @param version of the change; null when nothing was changed
 */
public record ItemResult(
        String key, @Nullable Item before, @Nullable Item after, @Nullable Long version) {}

package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

/**
 * How a table is made.
 *
 * @param index what its items are found by besides their keys; null for nothing
 * @param ttl the member of a document that says when it expires; null for none
 */
public record TableSettings(@Nullable IndexTerms index, @Nullable String ttl) {

    /**
     * @param path of a document's member, as in {@code customer.id}
     * @param type {@code string} or {@code number}
     */
    public record IndexTerms(@Nullable String path, @Nullable String type) {}
}

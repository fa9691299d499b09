package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An item as its row has it.
 *
 * @param indexKey null when the table's index does not show it
 */
record Stored(
        ItemKey key,
        int shard,
        long version,
        Document document,
        byte @Nullable [] indexKey,
        @Nullable Instant expiresAt,
        Instant changedAt) {

    int bytes() {
        return key.bytes().length + document.bytes();
    }

    boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    Item item() {
        return new Item(key.text(), version, document, expiresAt, changedAt);
    }
}

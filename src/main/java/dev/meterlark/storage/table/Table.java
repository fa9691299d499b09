package dev.meterlark.storage.table;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.zip.CRC32;

/**
 * @param shards in how many lines its changes stand; never changes
 * @param ttl where in a document is when it expires; null for nowhere
 */
record Table(
        TableId id,
        AccountId account,
        String name,
        int shards,
        @Nullable Index index,
        @Nullable MemberPath ttl,
        Instant createdAt) {

    /** The line that a key's changes stand in; the same on every node and for ever. */
    int shardOf(ItemKey key) {
        CRC32 hash = new CRC32();
        hash.update(key.bytes());
        return (int) (hash.getValue() % shards);
    }
}

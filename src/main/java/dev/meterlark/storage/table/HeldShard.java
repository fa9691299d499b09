package dev.meterlark.storage.table;

import dev.meterlark.metering.ByteTime;

/**
 * A shard's row, held by one transaction: nobody else changes its items until that ends. Of one
 * thread.
 */
final class HeldShard {

    private final int shard;
    private final boolean read;
    private final long stored;
    private final ByteTime time;
    private long sequence;
    private long items;
    private long bytes;
    private long changeBytes;

    /**
     * @param sequence of its last change
     * @param read whether anybody wants to know of changes
     * @param stored bytes that it has, without what the transaction adds
     * @param time for how long they have lain
     */
    HeldShard(int shard, long sequence, boolean read, long stored, ByteTime time) {
        this.shard = shard;
        this.sequence = sequence;
        this.read = read;
        this.stored = stored;
        this.time = time;
    }

    int shard() {
        return shard;
    }

    /** The number of the next change. */
    long next() {
        return ++sequence;
    }

    void count(long moreItems, long moreBytes) {
        items += moreItems;
        bytes += moreBytes;
    }

    void countChange(long more) {
        changeBytes += more;
    }

    long stored() {
        return stored;
    }

    ByteTime time() {
        return time;
    }

    boolean read() {
        return read;
    }

    long sequence() {
        return sequence;
    }

    long moreItems() {
        return items;
    }

    long moreBytes() {
        return bytes;
    }

    long moreChangeBytes() {
        return changeBytes;
    }
}

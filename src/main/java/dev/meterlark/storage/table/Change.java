package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/**
 * What happened to one item.
 *
 * @param sequence of its shard: without gaps, in the order of commits; the item's version
 * @param before null when it was not there
 * @param after null when it is not there any more
 * @param traceparent of the call that did it, in W3C's form; null when none did, or it is in none
 */
public record Change(
        int shard,
        long sequence,
        String key,
        Kind kind,
        @Nullable Document before,
        @Nullable Document after,
        Instant at,
        @Nullable String traceparent) {

    /** In no trace that is known. */
    public Change(
            int shard,
            long sequence,
            String key,
            Kind kind,
            @Nullable Document before,
            @Nullable Document after,
            Instant at) {
        this(shard, sequence, key, kind, before, after, at, null);
    }

    public enum Kind {
        CREATED,
        CHANGED,
        DELETED,
        EXPIRED,
        /** It was there before whoever reads began. */
        FOUND;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** With what it takes where it is written down. */
    int bytes() {
        return KEY_AND_REST
                + (before == null ? 0 : before.bytes())
                + (after == null ? 0 : after.bytes());
    }

    private static final int KEY_AND_REST = 256;
}

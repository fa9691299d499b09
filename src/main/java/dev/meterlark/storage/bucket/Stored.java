package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * An object as its row has it.
 *
 * @param version names this writing of it, and its body when it has one of its own
 * @param pieces where its bytes lie: 0 in a body of its own, else in so many that are named apart
 * @param upload that it came by; null when it came at once
 */
record Stored(
        ObjectKey key,
        BodyId version,
        Digest digest,
        Content content,
        int pieces,
        @Nullable UUID upload,
        Instant changedAt) {

    /**
     * What is known of the bytes.
     *
     * @param sha256 in hex; null when they came in parts
     */
    record Digest(long size, String etag, @Nullable String sha256, @Nullable Checksum checksum) {}

    String etag() {
        return digest.etag();
    }

    long size() {
        return digest.size();
    }
}

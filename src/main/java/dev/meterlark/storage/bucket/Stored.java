package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An object as its row has it.
 *
 * @param metadata as JSON; null when there is none
 */
record Stored(
        ObjectKey key,
        BodyId body,
        Bodies.Written written,
        String contentType,
        @Nullable String metadata,
        Instant changedAt) {

    String etag() {
        return written.md5();
    }
}

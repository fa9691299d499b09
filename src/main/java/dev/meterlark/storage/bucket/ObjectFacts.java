package dev.meterlark.storage.bucket;

import java.time.Instant;
import java.util.Map;

/**
 * An object but for its bytes.
 *
 * @param version of this writing of it
 * @param etag the MD5 of its bytes, in hex
 * @param metadata of the account's own, by names in small letters
 */
public record ObjectFacts(
        String key,
        String version,
        long size,
        String etag,
        String sha256,
        String contentType,
        Map<String, String> metadata,
        Instant changedAt) {

    public ObjectFacts {
        metadata = Map.copyOf(metadata);
    }
}

package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * An object but for its bytes.
 *
 * @param version of this writing of it
 * @param etag the MD5 of its bytes, in hex; of an object that came in parts, of their MD5s, with
 *     their number
 * @param sha256 null for an object that came in parts
 * @param metadata of the account's own, by names in small letters
 * @param pieces in how many pieces its bytes lie after an upload in parts, or a copy; else 0
 */
public record ObjectFacts(
        String bucket,
        String key,
        String version,
        long size,
        String etag,
        @Nullable String sha256,
        @Nullable Checksum checksum,
        String contentType,
        StandardHeaders headers,
        Map<String, String> metadata,
        int pieces,
        Instant changedAt) {

    public ObjectFacts {
        metadata = Map.copyOf(metadata);
    }
}

package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A part of an upload.
 *
 * @param etag the MD5 of its bytes, in hex
 * @param checksum in base64, of the upload's algorithm; null when it has none
 */
public record PartFacts(
        int number, long size, String etag, @Nullable String checksum, Instant writtenAt) {

    static PartFacts of(UploadPart part) {
        return new PartFacts(
                part.number(), part.size(), part.md5(), part.checksum(), part.writtenAt());
    }
}

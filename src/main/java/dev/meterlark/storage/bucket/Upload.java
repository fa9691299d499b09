package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An object that comes in parts, until it is complete.
 *
 * @param checksum of the whole, and so of each part; null for none
 */
record Upload(
        UploadId id,
        BucketId bucket,
        ObjectKey key,
        Content content,
        @Nullable PartChecksum checksum,
        Instant begunAt) {

    record PartChecksum(ChecksumAlgorithm algorithm, ChecksumForm form) {}
}

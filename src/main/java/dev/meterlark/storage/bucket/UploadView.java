package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An upload in parts that is neither complete nor aborted.
 *
 * @param checksum of the parts; null when none is kept
 * @param form of the object's checksum; null when none is kept
 */
public record UploadView(
        UploadId id,
        String bucket,
        String key,
        @Nullable ChecksumAlgorithm checksum,
        @Nullable ChecksumForm form,
        Instant begunAt) {

    static UploadView of(String bucket, Upload upload) {
        Upload.PartChecksum checksum = upload.checksum();
        return new UploadView(
                upload.id(),
                bucket,
                upload.key().text(),
                checksum == null ? null : checksum.algorithm(),
                checksum == null ? null : checksum.form(),
                upload.begunAt());
    }
}

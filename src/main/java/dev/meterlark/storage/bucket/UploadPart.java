package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * @param md5 in hex
 * @param checksum in base64
 */
record UploadPart(
        int number,
        BodyId body,
        long size,
        String md5,
        @Nullable String checksum,
        Instant writtenAt) {}

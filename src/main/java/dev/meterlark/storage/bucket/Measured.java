package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that have passed.
 *
 * @param md5 in hex
 * @param sha256 in hex; null when it was not wanted
 * @param checksum in base64; null when none was wanted
 */
record Measured(long size, String md5, @Nullable String sha256, @Nullable String checksum) {}

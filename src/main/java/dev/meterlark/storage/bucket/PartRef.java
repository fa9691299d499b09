package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

/**
 * A part that an object is to be put together from.
 *
 * @param etag that it was answered with
 * @param checksum in base64; null when it is not said
 */
public record PartRef(int number, String etag, @Nullable String checksum) {}

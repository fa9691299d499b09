package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

/**
 * What is said with the bytes of a part.
 *
 * @param length of the bytes, when it is known before; else -1
 * @param md5 what the bytes have to have, in base64; null when it is not said
 * @param checksum what the bytes have to have; has to be of the upload's algorithm where the upload
 *     has one
 */
public record PartTerms(long length, @Nullable String md5, @Nullable ChecksumTerms checksum) {}

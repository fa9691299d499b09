package dev.meterlark.storage.bucket;

/**
 * A checksum that is kept with an object.
 *
 * @param value in base64; when composite, with a hyphen and the number of parts behind it
 */
public record Checksum(ChecksumAlgorithm algorithm, ChecksumForm form, String value) {}

package dev.meterlark.storage.bucket;

/**
 * What an account's buckets may hold, all together.
 *
 * @param maxBytes of objects, and of parts of uploads that are not complete
 * @param own whether the operator said it of this account
 */
public record BucketQuota(long maxBytes, long maxObjects, boolean own) {}

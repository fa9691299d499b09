package dev.meterlark.storage.bucket;

import dev.meterlark.shared.AccountId;

import java.time.Instant;

/**
 * @param bytes of all its objects
 */
record Bucket(
        BucketId id, AccountId account, String name, long objects, long bytes, Instant createdAt) {}

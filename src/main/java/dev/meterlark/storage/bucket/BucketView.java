package dev.meterlark.storage.bucket;

import java.time.Instant;

/**
 * @param bytes of all its objects
 */
public record BucketView(String name, long objects, long bytes, Instant createdAt) {

    static BucketView of(Bucket bucket) {
        return new BucketView(bucket.name(), bucket.objects(), bucket.bytes(), bucket.createdAt());
    }
}

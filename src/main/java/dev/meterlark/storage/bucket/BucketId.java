package dev.meterlark.storage.bucket;

import java.util.UUID;

/** A bucket, by a random id. */
record BucketId(UUID value) {

    static BucketId random() {
        return new BucketId(UUID.randomUUID());
    }
}

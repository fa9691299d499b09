package dev.meterlark.storage.bucket;

import dev.meterlark.metering.ByteTime;
import dev.meterlark.shared.AccountId;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * @param bytes of all its objects
 * @param partBytes of the parts of uploads that are not complete
 * @param changes grows with each change of an object
 */
record Bucket(
        BucketId id,
        AccountId account,
        String name,
        long objects,
        long bytes,
        long partBytes,
        long changes,
        ByteTime time,
        Instant createdAt) {

    /** One that takes the name of another counts on where that cannot have come to. */
    static Bucket empty(AccountId account, String name, Instant now) {
        long from = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        return new Bucket(BucketId.random(), account, name, 0, 0, 0, from, ByteTime.from(now), now);
    }

    long stored() {
        return bytes + partBytes;
    }
}

package dev.meterlark.storage.bucket;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * @param maxBuckets buckets of one account
 * @param maxObjectSize the largest object
 * @param maxObjects objects in all buckets of one account
 * @param maxSize what those may take together
 * @param maxMetadata what an object's own metadata may take, names and values together
 * @param transfersPerAccount objects of one account that are written or read at once on this node
 * @param transfers of all accounts
 * @param unfinishedFor how long an upload may take; after that its bytes are deleted
 * @param releasedFor how long the bytes of a deleted object are kept for who is about to read them
 * @param minPartSize of each part of an upload but the last
 * @param maxParts of one upload
 * @param maxUploads of one bucket, that are not complete
 * @param uploadsKeptFor how long an upload in parts may take; after that it is aborted
 * @param meterEvery how often is looked for buckets of which an hour is not metered yet
 * @param sweepEvery how often is looked for bytes that no object has
 */
@ConfigurationProperties("meterlark.storage.buckets")
record BucketProperties(
        @DefaultValue("100") int maxBuckets,
        @DefaultValue("5GB") DataSize maxObjectSize,
        @DefaultValue("1000000") long maxObjects,
        @DefaultValue("10GB") DataSize maxSize,
        @DefaultValue("2KB") DataSize maxMetadata,
        @DefaultValue("64") int transfersPerAccount,
        @DefaultValue("512") int transfers,
        @DefaultValue("24h") Duration unfinishedFor,
        @DefaultValue("1m") Duration releasedFor,
        @DefaultValue("5MB") DataSize minPartSize,
        @DefaultValue("10000") int maxParts,
        @DefaultValue("1000") int maxUploads,
        @DefaultValue("7d") Duration uploadsKeptFor,
        @DefaultValue("5m") Duration meterEvery,
        @DefaultValue("1m") Duration sweepEvery) {

    /** They become rows in one transaction. */
    private static final int MOST_PARTS = 10_000;

    private static final DataSize MOST_METADATA = DataSize.ofKilobytes(16);

    BucketProperties {
        requireAtLeastOne("max-buckets", maxBuckets, maxBuckets);
        requireAtLeastOne("max-object-size", maxObjectSize.toBytes(), maxObjectSize);
        requireAtLeastOne("max-objects", maxObjects, maxObjects);
        requireAtLeastOne("max-size", maxSize.toBytes(), maxSize);
        if (maxMetadata.isNegative() || maxMetadata.compareTo(MOST_METADATA) > 0) {
            throw refused("max-metadata", "be between 0B and 16KB", maxMetadata);
        }
        requireAtLeastOne("transfers-per-account", transfersPerAccount, transfersPerAccount);
        requireAtLeastOne("transfers", transfers, transfers);
        requirePositive("unfinished-for", unfinishedFor);
        requirePositive("released-for", releasedFor);
        requireAtLeastOne("min-part-size", minPartSize.toBytes(), minPartSize);
        requireAtLeastOne("max-parts", maxParts, maxParts);
        if (maxParts > MOST_PARTS) {
            throw refused("max-parts", "be at most " + MOST_PARTS, maxParts);
        }
        requireAtLeastOne("max-uploads", maxUploads, maxUploads);
        requirePositive("uploads-kept-for", uploadsKeptFor);
        requirePositive("meter-every", meterEvery);
        requirePositive("sweep-every", sweepEvery);
    }

    private static void requireAtLeastOne(String key, long value, Object shown) {
        if (value < 1) {
            throw refused(key, "be at least 1", shown);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.storage.buckets.%s must %s, was: %s".formatted(key, rule, value));
    }
}

package dev.meterlark.storage.table;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * @param maxTables tables of one account
 * @param maxItemSize the largest item, key and document together
 * @param maxBatch operations of one batch
 * @param maxBatchSize what their items may take together
 * @param maxPageSize what the items of a page take, but for the first
 * @param maxTableItems items of one table
 * @param maxTableSize what those may take
 * @param maxItems items in all tables of one account
 * @param maxSize what those may take together
 * @param shards in how many lines the changes of a new table stand: writers of one line wait for
 *     each other
 * @param changesFor how long a change is kept for a trigger that does not take it
 * @param maxChangesSize what the changes of one table may take that wait for a trigger
 * @param sweepEvery how often what has expired and what is taken is deleted
 * @param meterEvery how often is looked for tables of which an hour is not metered yet
 */
@ConfigurationProperties("meterlark.storage.tables")
record TableProperties(
        @DefaultValue("100") int maxTables,
        @DefaultValue("400KB") DataSize maxItemSize,
        @DefaultValue("100") int maxBatch,
        @DefaultValue("4MB") DataSize maxBatchSize,
        @DefaultValue("2MB") DataSize maxPageSize,
        @DefaultValue("1000000") long maxTableItems,
        @DefaultValue("5GB") DataSize maxTableSize,
        @DefaultValue("2000000") long maxItems,
        @DefaultValue("10GB") DataSize maxSize,
        @DefaultValue("4") int shards,
        @DefaultValue("7d") Duration changesFor,
        @DefaultValue("256MB") DataSize maxChangesSize,
        @DefaultValue("10s") Duration sweepEvery,
        @DefaultValue("5m") Duration meterEvery) {

    /** An event has an item before and after a change, and may have 1 MB. */
    private static final DataSize LARGEST_ITEM = DataSize.ofKilobytes(480);

    private static final int MOST_SHARDS = 64;

    TableProperties {
        requireAtLeastOne("max-tables", maxTables);
        if (maxItemSize.toBytes() < 1 || maxItemSize.compareTo(LARGEST_ITEM) > 0) {
            throw refused("max-item-size", "be between 1B and 480KB", maxItemSize);
        }
        requireAtLeastOne("max-batch", maxBatch);
        requireAtLeastAnItem("max-batch-size", maxBatchSize, maxItemSize);
        requireAtLeastAnItem("max-page-size", maxPageSize, maxItemSize);
        requireAtLeastOne("max-table-items", maxTableItems);
        requireAtLeastAnItem("max-table-size", maxTableSize, maxItemSize);
        requireAtLeastOne("max-items", maxItems);
        requireAtLeastAnItem("max-size", maxSize, maxItemSize);
        if (shards < 1 || shards > MOST_SHARDS) {
            throw refused("shards", "be between 1 and " + MOST_SHARDS, shards);
        }
        requirePositive("changes-for", changesFor);
        requireAtLeastAnItem("max-changes-size", maxChangesSize, maxItemSize);
        requirePositive("sweep-every", sweepEvery);
        requirePositive("meter-every", meterEvery);
    }

    private static void requireAtLeastOne(String key, long value) {
        if (value < 1) {
            throw refused(key, "be at least 1", value);
        }
    }

    private static void requireAtLeastAnItem(String key, DataSize value, DataSize item) {
        if (value.compareTo(item) < 0) {
            throw refused(key, "be at least max-item-size (%s)".formatted(item), value);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.storage.tables.%s must %s, was: %s".formatted(key, rule, value));
    }
}

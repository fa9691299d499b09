package dev.meterlark.invocation;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * @param maxInFlight calls that this node works on at once, over all accounts
 * @param maxEventSize the largest event; a sandbox takes no more than 6MB
 * @param maxEventMemory what the events of all calls in flight may take together
 * @param preparedFunctions functions whose environment is kept opened in memory
 * @param maxDepth how many calls may stand before one in a chain of calls that made each other
 * @param maxRuns runs of pipelines that this node works on at once, over all accounts
 * @param maxRunsOfAccount the same for one account
 * @param resyncEvery pause between two readings of all functions, in case a push was missed
 * @param unsafeUnmetered keep no record of any call, so that none is ever billed: for the benchmark
 *     alone, which measures with it what metering costs
 */
@ConfigurationProperties("meterlark.invocation")
record InvocationProperties(
        @DefaultValue("1000") int maxInFlight,
        @DefaultValue("6MB") DataSize maxEventSize,
        @DefaultValue("256MB") DataSize maxEventMemory,
        @DefaultValue("10000") int preparedFunctions,
        @DefaultValue("16") int maxDepth,
        @DefaultValue("200") int maxRuns,
        @DefaultValue("50") int maxRunsOfAccount,
        @DefaultValue("1m") Duration resyncEvery,
        @DefaultValue("false") boolean unsafeUnmetered,
        @DefaultValue JournalProperties journal) {

    private static final int DEEPEST = 1000;
    private static final DataSize LARGEST_EVENT = DataSize.ofMegabytes(6);

    InvocationProperties {
        requireAtLeastOne("max-in-flight", maxInFlight);
        requireAtLeastOne("prepared-functions", preparedFunctions);
        if (maxEventSize.toBytes() < 1 || maxEventSize.compareTo(LARGEST_EVENT) > 0) {
            throw refused("max-event-size", "be between 1B and 6MB", maxEventSize);
        }
        if (maxEventMemory.compareTo(maxEventSize) < 0) {
            throw refused(
                    "max-event-memory",
                    "be at least max-event-size (%s)".formatted(maxEventSize),
                    maxEventMemory);
        }
        if (maxDepth < 1 || maxDepth > DEEPEST) {
            throw refused("max-depth", "be 1 to " + DEEPEST, maxDepth);
        }
        requireAtLeastOne("max-runs", maxRuns);
        requireAtLeastOne("max-runs-of-account", maxRunsOfAccount);
        requirePositive("resync-every", resyncEvery);
    }

    /**
     * @param segmentSize a file of the journal this large is left for a new one
     * @param maxSize what the journal may take on disk before new calls are refused
     * @param batch most records handed to the database at once
     * @param firstRetry pause after the first failure of the database; doubled with each further
     * @param longestRetry what the pause grows to
     * @param longestRest pause between two batches at most: records gather, and calls have the
     *     machine; none when a whole batch waits
     */
    record JournalProperties(
            @DefaultValue("32MB") DataSize segmentSize,
            @DefaultValue("1GB") DataSize maxSize,
            @DefaultValue("2000") int batch,
            @DefaultValue("100ms") Duration firstRetry,
            @DefaultValue("30s") Duration longestRetry,
            @DefaultValue("1s") Duration longestRest) {

        private static final DataSize LARGEST_SEGMENT = DataSize.ofGigabytes(1);

        JournalProperties {
            if (segmentSize.toBytes() < 1 || segmentSize.compareTo(LARGEST_SEGMENT) > 0) {
                throw refused("journal.segment-size", "be between 1B and 1GB", segmentSize);
            }
            if (maxSize.toBytes() < 2 * segmentSize.toBytes()) {
                throw refused(
                        "journal.max-size",
                        "be at least twice journal.segment-size (%s)".formatted(segmentSize),
                        maxSize);
            }
            requireAtLeastOne("journal.batch", batch);
            requirePositive("journal.first-retry", firstRetry);
            if (longestRetry.compareTo(firstRetry) < 0) {
                throw refused(
                        "journal.longest-retry",
                        "be at least journal.first-retry (%s)".formatted(firstRetry),
                        longestRetry);
            }
            if (longestRest.isNegative()) {
                throw refused("journal.longest-rest", "not be negative", longestRest);
            }
        }
    }

    private static void requireAtLeastOne(String key, int value) {
        if (value < 1) {
            throw refused(key, "be at least 1", value);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.invocation.%s must %s, was: %s".formatted(key, rule, value));
    }
}

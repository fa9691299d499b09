package dev.meterlark.storage.queue;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * @param maxQueues queues of one account
 * @param maxMessageSize the largest message, body and attributes together
 * @param maxBatch messages that are sent or received at once
 * @param maxBatchSize what those may take together
 * @param maxMessages messages in all queues of one account
 * @param maxSize what those may take together
 * @param longestWait how long a receiver may wait for a message
 * @param waitersPerAccount receivers of one account that wait on this node
 * @param waiters receivers of all accounts that wait on this node
 * @param pollEvery how often is looked, for those that wait, for what other nodes took and for what
 *     became due
 * @param countEvery how old the count may be that the bounds are held against
 * @param deduplicationKept how long a deduplication id stands for its first message
 * @param sweepEvery how often what is too old is deleted
 */
@ConfigurationProperties("meterlark.storage.queues")
record QueueProperties(
        @DefaultValue("1000") int maxQueues,
        @DefaultValue("1MB") DataSize maxMessageSize,
        @DefaultValue("100") int maxBatch,
        @DefaultValue("4MB") DataSize maxBatchSize,
        @DefaultValue("200000") int maxMessages,
        @DefaultValue("1GB") DataSize maxSize,
        @DefaultValue("20s") Duration longestWait,
        @DefaultValue("200") int waitersPerAccount,
        @DefaultValue("5000") int waiters,
        @DefaultValue("500ms") Duration pollEvery,
        @DefaultValue("5s") Duration countEvery,
        @DefaultValue("5m") Duration deduplicationKept,
        @DefaultValue("1m") Duration sweepEvery) {

    /** What a column holds. */
    private static final DataSize LARGEST_MESSAGE = DataSize.ofMegabytes(1);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    QueueProperties {
        requireAtLeastOne("max-queues", maxQueues);
        if (maxMessageSize.toBytes() < 1 || maxMessageSize.compareTo(LARGEST_MESSAGE) > 0) {
            throw refused("max-message-size", "be between 1B and 1MB", maxMessageSize);
        }
        requireAtLeastOne("max-batch", maxBatch);
        requireAtLeastAMessage("max-batch-size", maxBatchSize, maxMessageSize);
        requireAtLeastOne("max-messages", maxMessages);
        requireAtLeastAMessage("max-size", maxSize, maxMessageSize);
        if (longestWait.isNegative() || longestWait.compareTo(LONGEST_WAIT) > 0) {
            throw refused("longest-wait", "be 0 to 1m", longestWait);
        }
        requireAtLeastOne("waiters-per-account", waitersPerAccount);
        requireAtLeastOne("waiters", waiters);
        requirePositive("poll-every", pollEvery);
        requirePositive("count-every", countEvery);
        requirePositive("deduplication-kept", deduplicationKept);
        requirePositive("sweep-every", sweepEvery);
    }

    private static void requireAtLeastOne(String key, int value) {
        if (value < 1) {
            throw refused(key, "be at least 1", value);
        }
    }

    private static void requireAtLeastAMessage(String key, DataSize value, DataSize message) {
        if (value.compareTo(message) < 0) {
            throw refused(key, "be at least max-message-size (%s)".formatted(message), value);
        }
    }

    private static void requirePositive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.storage.queues.%s must %s, was: %s".formatted(key, rule, value));
    }
}

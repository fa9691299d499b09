package dev.meterlark.invocation.queue;

import dev.meterlark.platform.GroupCommit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * @param maxEventSize the largest event of an asynchronous call
 * @param maxBacklog calls of one account that wait or run at most, before more are refused
 * @param maxBacklogSize what the events of those may take together
 * @param longestDelay how far ahead the start of a call may be put
 * @param deduplicationKept how long a deduplication key stands for its first call
 */
@ConfigurationProperties("meterlark.invocation.queue")
record QueueProperties(
        @DefaultValue("1MB") DataSize maxEventSize,
        @DefaultValue("200000") int maxBacklog,
        @DefaultValue("4GB") DataSize maxBacklogSize,
        @DefaultValue("15d") Duration longestDelay,
        @DefaultValue("24h") Duration deduplicationKept,
        @DefaultValue Accept accept,
        @DefaultValue Run run,
        @DefaultValue Retry retry,
        @DefaultValue Keep keep) {

    private static final DataSize LARGEST_EVENT = DataSize.ofMegabytes(6);

    /** With all that is kept beside the payload. */
    private static final DataSize LARGEST_OFFER = DataSize.ofMegabytes(7);

    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);

    QueueProperties {
        if (maxEventSize.toBytes() < 1 || maxEventSize.compareTo(LARGEST_EVENT) > 0) {
            throw refused("max-event-size", "be between 1B and 6MB", maxEventSize);
        }
        requireAtLeastOne("max-backlog", maxBacklog);
        if (maxBacklogSize.compareTo(maxEventSize) < 0) {
            throw refused(
                    "max-backlog-size",
                    "be at least max-event-size (%s)".formatted(maxEventSize),
                    maxBacklogSize);
        }
        if (longestDelay.isNegative() || longestDelay.compareTo(Duration.ofDays(366)) > 0) {
            throw refused("longest-delay", "be 0 to 366 days", longestDelay);
        }
        requirePositive("deduplication-kept", deduplicationKept);
    }

    /**
     * @param batch calls of one transaction at most
     * @param batchSize what their events may take together, unless a single one is larger
     * @param maxWaiting calls that wait to be written at most, before more are refused
     * @param maxWaitingSize what their events may take together
     * @param timeout how long a caller waits for the promise that its call is kept, at most
     */
    record Accept(
            @DefaultValue("256") int batch,
            @DefaultValue("8MB") DataSize batchSize,
            @DefaultValue("2000") int maxWaiting,
            @DefaultValue("64MB") DataSize maxWaitingSize,
            @DefaultValue("5s") Duration timeout) {

        Accept {
            requireAtLeastOne("accept.batch", batch);
            if (batchSize.toBytes() < 1) {
                throw refused("accept.batch-size", "be at least 1B", batchSize);
            }
            requireAtLeastOne("accept.max-waiting", maxWaiting);
            if (maxWaitingSize.compareTo(LARGEST_OFFER) < 0) {
                throw refused("accept.max-waiting-size", "be at least 7MB", maxWaitingSize);
            }
            requireSeconds("accept.timeout", timeout);
        }

        GroupCommit.Bounds bounds() {
            return new GroupCommit.Bounds(
                    batch, batchSize.toBytes(), maxWaiting, maxWaitingSize.toBytes());
        }
    }

    /**
     * @param max calls of the queue that this node runs at once
     * @param maxOfAccount of them of one account, so that others find room at once
     * @param maxMemory what the events of those may take together
     * @param batch calls of one function that are leased at once
     * @param leaseGrace what a lease lasts beyond the function's timeout
     * @param pollEvery how often is looked for what other nodes accepted, and for leases that ran
     *     out
     * @param timeout how long a transaction that leases or settles may take
     * @param drain how long a node that stops waits for what it runs
     */
    record Run(
            @DefaultValue("200") int max,
            @DefaultValue("100") int maxOfAccount,
            @DefaultValue("128MB") DataSize maxMemory,
            @DefaultValue("64") int batch,
            @DefaultValue("30s") Duration leaseGrace,
            @DefaultValue("1s") Duration pollEvery,
            @DefaultValue("20s") Duration timeout,
            @DefaultValue("20s") Duration drain) {

        /** Waiting for a sandbox and what a run may last beyond its timeout. */
        private static final Duration SHORTEST_GRACE = Duration.ofSeconds(2);

        Run {
            requireAtLeastOne("run.max", max);
            requireAtLeastOne("run.max-of-account", maxOfAccount);
            if (maxMemory.compareTo(LARGEST_EVENT) < 0) {
                throw refused("run.max-memory", "be at least 6MB", maxMemory);
            }
            requireAtLeastOne("run.batch", batch);
            if (leaseGrace.compareTo(SHORTEST_GRACE) < 0) {
                throw refused("run.lease-grace", "be at least 2s", leaseGrace);
            }
            requirePositive("run.poll-every", pollEvery);
            requireSeconds("run.timeout", timeout);
            if (drain.isNegative()) {
                throw refused("run.drain", "not be negative", drain);
            }
        }
    }

    /**
     * Pauses double with each failure and vary by a quarter, so that calls that failed together do
     * not come back together.
     *
     * @param function the first pause after the function failed
     * @param longestFunction what it grows to
     * @param platform the first pause after the platform failed, or had no room
     * @param longestPlatform what it grows to
     */
    record Retry(
            @DefaultValue("1m") Duration function,
            @DefaultValue("16m") Duration longestFunction,
            @DefaultValue("1s") Duration platform,
            @DefaultValue("5m") Duration longestPlatform) {

        Retry {
            requirePositive("retry.function", function);
            requireAtLeast("retry.longest-function", longestFunction, "retry.function", function);
            requirePositive("retry.platform", platform);
            requireAtLeast("retry.longest-platform", longestPlatform, "retry.platform", platform);
        }
    }

    /**
     * @param end how long the end of a call can be asked for at least; its result as long as the
     *     function's policy says
     * @param sweepEvery how often what is too old is deleted
     * @param countEvery how often is checked that what was accepted waits, runs or has ended
     */
    record Keep(
            @DefaultValue("24h") Duration end,
            @DefaultValue("1m") Duration sweepEvery,
            @DefaultValue("15s") Duration countEvery) {

        Keep {
            if (end.isNegative()) {
                throw refused("keep.end", "not be negative", end);
            }
            requirePositive("keep.sweep-every", sweepEvery);
            requirePositive("keep.count-every", countEvery);
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

    /** The databases take the bound of a transaction in whole seconds. */
    private static void requireSeconds(String key, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0
                || value.compareTo(LONGEST_TRANSACTION) > 0) {
            throw refused(key, "be 1s to 1m", value);
        }
    }

    private static void requireAtLeast(
            String key, Duration value, String lowerKey, Duration lower) {
        if (value.compareTo(lower) < 0) {
            throw refused(key, "be at least %s (%s)".formatted(lowerKey, lower), value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.invocation.queue.%s must %s, was: %s".formatted(key, rule, value));
    }
}

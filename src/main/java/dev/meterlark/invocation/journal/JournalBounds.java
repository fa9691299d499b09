package dev.meterlark.invocation.journal;

import java.time.Duration;

/**
 * @param segmentBytes a file this long is left for a new one
 * @param maxBytes what all files together may take before no call is begun any more
 * @param batch most records handed over at once
 * @param firstRetry pause after the first failure of a taker; doubled with each further one
 * @param longestRetry what the pause grows to
 * @param longestRest pause between two batches at most, while the journal has room enough
 */
public record JournalBounds(
        long segmentBytes,
        long maxBytes,
        int batch,
        Duration firstRetry,
        Duration longestRetry,
        Duration longestRest) {

    /** How many times as long as a batch took the next one is waited for. */
    private static final int REST = 20;

    /** The part of all that may wait before it is handed over without a rest. */
    private static final int PART_WAITING = 8;

    /** What most records take. */
    private static final long RECORD_BYTES = 256;

    /**
     * What is waited after a batch, unless {@link #isEnough} waits before: records gather
     * meanwhile, and many at once cost a database a part of what they cost one by one; and each
     * batch holds some calls up, because it wants the same disk and the same cores.
     */
    Duration restAfter(Duration took) {
        Duration rest = took.multipliedBy(REST);
        return rest.compareTo(longestRest) < 0 ? rest : longestRest;
    }

    /**
     * Whether there is no use in waiting for more: a whole batch is there, or the journal fills up.
     *
     * @param waitingBytes durable and not yet handed over
     */
    boolean isEnough(long waitingBytes) {
        return waitingBytes >= Math.min(batch * RECORD_BYTES, maxBytes / PART_WAITING);
    }
}

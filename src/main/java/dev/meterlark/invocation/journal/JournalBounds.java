package dev.meterlark.invocation.journal;

import java.time.Duration;

/**
 * @param segmentBytes a file this long is left for a new one
 * @param maxBytes what all files together may take before no call is begun any more
 * @param batch most records handed over at once
 * @param firstRetry pause after the first failure of a taker; doubled with each further one
 * @param longestRetry what the pause grows to
 */
public record JournalBounds(
        long segmentBytes, long maxBytes, int batch, Duration firstRetry, Duration longestRetry) {}

package dev.meterlark.storage.queue;

/**
 * The messages of a queue at one moment.
 *
 * @param waiting can be received, or stand behind one of their group
 * @param inFlight were received and are hidden
 * @param delayed are not to be received yet
 * @param oldestAgeSeconds since the oldest of them was sent; 0 when there is none
 */
public record QueueCounts(
        long waiting, long inFlight, long delayed, long bytes, long oldestAgeSeconds) {}

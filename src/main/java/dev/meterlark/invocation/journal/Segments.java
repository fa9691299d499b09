package dev.meterlark.invocation.journal;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each segment is durable: written by the one thread that appends, read by the one that
 * follows. Guarded by its own monitor; a length only grows, and only the newest segment's.
 */
final class Segments {

    private final TreeMap<Long, Long> lengths;
    private long writing = -1;
    private long newest;

    /**
     * @param found what an earlier run left; none of it is appended to again
     * @param newest the highest number ever used
     */
    Segments(Map<Long, Long> found, long newest) {
        this.lengths = new TreeMap<>(found);
        this.newest = newest;
    }

    /** Begins a segment; the one before it is finished. */
    synchronized long open() {
        writing = ++newest;
        lengths.put(writing, (long) SegmentFile.HEADER_BYTES);
        notifyAll();
        return writing;
    }

    synchronized void durable(long segment, long length) {
        lengths.put(segment, length);
        notifyAll();
    }

    /** Nothing more comes into the segment that was being written. */
    synchronized void finish() {
        writing = -1;
        notifyAll();
    }

    synchronized void deleted(long segment) {
        lengths.remove(segment);
        notifyAll();
    }

    synchronized long durableLength(long segment) {
        return lengths.getOrDefault(segment, 0L);
    }

    synchronized boolean finished(long segment) {
        return segment != writing;
    }

    /** The oldest segment from this one on, or -1. */
    synchronized long from(long segment) {
        Long number = lengths.ceilingKey(segment);
        return number == null ? -1 : number;
    }

    synchronized long totalBytes() {
        return lengths.values().stream().mapToLong(Long::longValue).sum();
    }

    synchronized long bytesAfter(Position position) {
        long later =
                lengths.tailMap(position.segment(), false).values().stream()
                        .mapToLong(length -> length - SegmentFile.HEADER_BYTES)
                        .sum();
        Long own = lengths.get(position.segment());
        return later + (own == null ? 0 : Math.max(0, own - position.offset()));
    }

    /** Waits for something durable behind the position, a finished segment, or for the time. */
    synchronized void await(Position position, Duration atMost) throws InterruptedException {
        if (bytesAfter(position) == 0) {
            wait(Math.max(1, atMost.toMillis()));
        }
    }

    synchronized void wakeAll() {
        notifyAll();
    }
}

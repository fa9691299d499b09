package dev.meterlark.telemetry;

import dev.meterlark.invocation.CallLog;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Logs on their way to the database. Guarded by its own monitor; the bytes held never exceed the
 * bound, because the oldest leave first. Adding never waits.
 */
final class LogQueue {

    /** What an entry takes beside its text, so that empty ones are bounded too. */
    private static final int OVERHEAD_BYTES = 256;

    private final long maxBytes;
    private final ArrayDeque<CallLog> waiting = new ArrayDeque<>();
    private long bytes;

    LogQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * @return how many were dropped for it
     */
    synchronized int add(CallLog log) {
        waiting.addLast(log);
        bytes += cost(log);
        int dropped = 0;
        while (bytes > maxBytes && waiting.size() > 1) {
            bytes -= cost(waiting.removeFirst());
            dropped++;
        }
        notifyAll();
        return dropped;
    }

    /** Waits for the first, then takes what is there, up to a number; empty when none came. */
    synchronized List<CallLog> take(int max, Duration patience) throws InterruptedException {
        if (waiting.isEmpty()) {
            wait(patience.toMillis());
        }
        List<CallLog> taken = new ArrayList<>(Math.min(max, waiting.size()));
        while (taken.size() < max && !waiting.isEmpty()) {
            CallLog log = waiting.removeFirst();
            bytes -= cost(log);
            taken.add(log);
        }
        return taken;
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    private static long cost(CallLog log) {
        return log.text().length + OVERHEAD_BYTES;
    }
}

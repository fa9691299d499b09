package dev.meterlark.worker.pool;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits the CPU time of a sandbox over the calls that it has at the same time, by how long each of
 * them overlaps the stretch between two readings. What was used in no call belongs to the next one
 * that ends. The shares of all calls together are what was used, to the microsecond. Not
 * thread-safe.
 */
final class CpuShares {

    private static final class Share {
        private final Object call;
        private final long begunNanos;
        private long micros;

        private Share(Object call, long begunNanos) {
            this.call = call;
            this.begunNanos = begunNanos;
        }
    }

    private final List<Share> open = new ArrayList<>();
    private long readMicros;
    private long readNanos = Long.MIN_VALUE;

    void begins(Object call, long nanos) {
        open.add(new Share(call, nanos));
    }

    /**
     * The call's part of all that was used while it was open.
     *
     * @param micros of the sandbox, since its start
     */
    long ends(Object call, long nanos, long micros) {
        Share own = open.stream().filter(each -> each.call.equals(call)).findFirst().orElse(null);
        if (own == null) {
            throw new IllegalStateException("a call ends that did not begin");
        }
        long used = Math.max(0, micros - readMicros);
        own.micros += used - spreadOver(own, nanos, used);
        readMicros += used;
        readNanos = nanos;
        open.remove(own);
        return own.micros;
    }

    /** The call has no report; what it used until here is nobody's. */
    void drop(Object call) {
        open.removeIf(each -> each.call.equals(call));
    }

    /** Gives the others their part; the rest, and what dividing leaves, is the ending call's. */
    private long spreadOver(Share own, long nanos, long used) {
        double all = 0;
        for (Share each : open) {
            all += overlap(each, nanos);
        }
        long spread = 0;
        for (Share each : open) {
            if (each != own && all > 0) {
                long part = (long) (used * (overlap(each, nanos) / all));
                part = Math.min(part, used - spread);
                each.micros += part;
                spread += part;
            }
        }
        return spread;
    }

    private double overlap(Share share, long nanos) {
        return Math.max(0, nanos - Math.max(share.begunNanos, readNanos));
    }
}

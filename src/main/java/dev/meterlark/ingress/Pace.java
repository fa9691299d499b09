package dev.meterlark.ingress;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Whether the other side of one channel keeps up: heads and bodies have to arrive, and answers to
 * be read, at no less than a certain rate. Asked every second, on the channel's event loop.
 */
final class Pace {

    private static final double NANOS = 1e9;

    /** What is wrong with a slow client. */
    enum Slow {
        /** No request was begun for too long. */
        IDLE,
        /** A request was begun and does not come to its end. */
        REQUEST,
        /** An answer is not read. */
        ANSWER
    }

    private enum Phase {
        AWAITING,
        RECEIVING,
        CALLING
    }

    private final IngressProperties properties;
    private final @Nullable Arrivals arrivals;
    private Phase phase = Phase.AWAITING;
    private boolean first = true;
    private long sinceNanos;
    private long windowNanos;
    private long writtenBefore;
    private long pendingBefore;

    /**
     * @param arrivals null where the head of the request is there from the start
     */
    Pace(IngressProperties properties, @Nullable Arrivals arrivals, long now) {
        this.properties = properties;
        this.arrivals = arrivals;
        this.sinceNanos = now;
        this.windowNanos = now;
    }

    void awaits(long now) {
        phase = Phase.AWAITING;
        first = false;
        sinceNanos = now;
        if (arrivals != null) {
            arrivals.mark();
        }
    }

    void receives(long now) {
        phase = Phase.RECEIVING;
        sinceNanos = now;
    }

    void calls() {
        phase = Phase.CALLING;
    }

    /**
     * @param received bytes of the body so far
     */
    @Nullable Slow judge(long now, long received, Outlet outlet) {
        if (readsTooSlowly(now, outlet)) {
            return Slow.ANSWER;
        }
        return switch (phase) {
            case AWAITING -> awaited(now);
            case RECEIVING ->
                    now - sinceNanos > least(properties.bodyTimeout(), received)
                            ? Slow.REQUEST
                            : null;
            case CALLING -> null;
        };
    }

    private @Nullable Slow awaited(long now) {
        if (arrivals != null && arrivals.any()) {
            return now - arrivals.firstNanos() > properties.headerTimeout().toNanos()
                    ? Slow.REQUEST
                    : null;
        }
        Duration patience = first ? properties.headerTimeout() : properties.idleTimeout();
        return now - sinceNanos > patience.toNanos() ? Slow.IDLE : null;
    }

    /** Looks at one window of time after the other: in each, enough must have been read. */
    private boolean readsTooSlowly(long now, Outlet outlet) {
        long window = properties.writeTimeout().toNanos();
        boolean over = now - windowNanos >= window;
        if (outlet.pending() > 0 && !over) {
            return false;
        }
        double wanted = (now - windowNanos) / NANOS * properties.leastRate().toBytes();
        boolean slow =
                outlet.pending() > 0
                        && outlet.written() - writtenBefore < Math.min(wanted, pendingBefore);
        windowNanos = now;
        writtenBefore = outlet.written();
        pendingBefore = outlet.pending();
        return slow;
    }

    private long least(Duration grace, long bytes) {
        return grace.toNanos() + (long) (bytes * NANOS / properties.leastRate().toBytes());
    }
}

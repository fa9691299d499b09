package dev.meterlark.worker.sandbox.egress;

import java.util.concurrent.atomic.AtomicInteger;

/** What one account takes of this node's way out, over all its sandboxes. */
final class AccountShare {

    /** Names at once, of those that {@link NameLookup} looks up for all. */
    private static final int MOST_LOOKUPS = 32;

    private final int most;
    private final AtomicInteger connections = new AtomicInteger();
    private final Bucket connects;
    private final AtomicInteger lookups = new AtomicInteger();

    /** Sandboxes that have a way out; guarded by the map of shares. */
    int passages;

    AccountShare(EgressProperties properties, long nowNanos) {
        this.most = properties.connectionsPerAccount();
        this.connects = new Bucket(properties.connectsPerSecondOfAccount(), nowNanos);
    }

    /** Whether there was room for another. */
    boolean enter() {
        if (connections.incrementAndGet() > most) {
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        connections.decrementAndGet();
    }

    /** Whether another name may be looked up; if so it is to be said when that is done. */
    boolean beginsLookup() {
        if (lookups.incrementAndGet() > MOST_LOOKUPS) {
            lookups.decrementAndGet();
            return false;
        }
        return true;
    }

    void endsLookup() {
        lookups.decrementAndGet();
    }

    /** Nanoseconds until another may be made. */
    long connects(long nowNanos) {
        return connects.take(1, nowNanos);
    }
}

package dev.meterlark.worker.sandbox.egress;

import java.util.concurrent.atomic.AtomicInteger;

/** What one account takes of this node's way out, over all its sandboxes. */
final class AccountShare {

    private final int most;
    private final AtomicInteger connections = new AtomicInteger();
    private final Bucket connects;

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

    /** Nanoseconds until another may be made. */
    long connects(long nowNanos) {
        return connects.take(1, nowNanos);
    }
}

package dev.meterlark.trigger;

import dev.meterlark.platform.HeldLease;
import dev.meterlark.platform.Leases;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * This node's hold of one trigger. Guarded by its monitor; only forward: once it is lost it stays
 * so. The lease lasts by the monotonic clock here, from before it was asked for, so that this node
 * stops believing in it before another may have it.
 */
final class Owned implements Ownership {

    private final HeldLease lease;
    private final Leases leases;
    private final List<Runnable> whenLost = new ArrayList<>();
    private long untilNanos;
    private boolean lost;

    /**
     * @param untilNanos when it ends unless it is renewed, by the monotonic clock
     */
    Owned(HeldLease lease, Leases leases, long untilNanos) {
        this.lease = lease;
        this.leases = leases;
        this.untilNanos = untilNanos;
    }

    HeldLease lease() {
        return lease;
    }

    @Override
    public synchronized boolean isHeld() {
        return !lost && untilNanos - System.nanoTime() > 0;
    }

    /** Not lost by anybody's word: it was not renewed in time. */
    synchronized boolean ranOut() {
        return !lost && !isHeld();
    }

    @Override
    public long epoch() {
        return lease.epoch();
    }

    @Override
    public boolean guard() {
        return isHeld() && leases.guard(lease);
    }

    @Override
    public void whenLost(Runnable then) {
        synchronized (this) {
            if (!lost) {
                whenLost.add(then);
                return;
            }
        }
        then.run();
    }

    @Override
    public synchronized boolean pause(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (isHeld()) {
            long left = Math.min(end, untilNanos) - System.nanoTime();
            if (end - System.nanoTime() <= 0) {
                return true;
            }
            wait(Math.max(1, left / 1_000_000));
        }
        return false;
    }

    synchronized void renewed(long until) {
        untilNanos = until;
    }

    void lose() {
        List<Runnable> told;
        synchronized (this) {
            if (lost) {
                return;
            }
            lost = true;
            told = List.copyOf(whenLost);
            notifyAll();
        }
        told.forEach(Runnable::run);
    }
}

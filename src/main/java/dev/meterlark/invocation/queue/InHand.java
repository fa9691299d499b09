package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.GivenUp;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The calls that this node has leased and not settled yet, and how many of them each account has.
 * Guarded by its own monitor, on which a node that stops waits.
 */
@Component
class InHand {

    private final Map<InvocationId, Held> held = new HashMap<>();
    private final Map<AccountId, Integer> ofAccount = new HashMap<>();
    private final Map<FunctionId, Integer> ofFunction = new HashMap<>();
    private long bytes;

    private static final class Held {

        private final Lease lease;
        private Instant until;
        private @Nullable Consumer<GivenUp> giveUp;

        private Held(Lease lease, Instant until) {
            this.lease = lease;
            this.until = until;
        }
    }

    /** A lease that wants to be longer. */
    record Ending(Lease lease, Instant until) {}

    /** A node may lease again what it has in hand itself, when it was too slow. */
    synchronized void take(Lease lease, Instant until) {
        Held before = held.put(lease.id(), new Held(lease, until));
        if (before != null) {
            letGo(before.lease);
        }
        ofAccount.merge(lease.account(), 1, Integer::sum);
        ofFunction.merge(lease.function(), 1, Integer::sum);
        bytes += lease.eventBytes();
    }

    /** How to stop its attempt, as long as there is one. */
    synchronized void running(Lease lease, Consumer<GivenUp> giveUp) {
        Held mine = held.get(lease.id());
        if (mine != null && mine.lease.epoch() == lease.epoch()) {
            mine.giveUp = giveUp;
        }
    }

    synchronized void settled(Lease lease) {
        Held mine = held.get(lease.id());
        if (mine == null || mine.lease.epoch() != lease.epoch()) {
            return;
        }
        held.remove(lease.id());
        letGo(lease);
        notifyAll();
    }

    private void letGo(Lease lease) {
        ofAccount.computeIfPresent(lease.account(), (_, n) -> n == 1 ? null : n - 1);
        ofFunction.computeIfPresent(lease.function(), (_, n) -> n == 1 ? null : n - 1);
        bytes -= lease.eventBytes();
    }

    synchronized int size() {
        return held.size();
    }

    synchronized int of(AccountId account) {
        return ofAccount.getOrDefault(account, 0);
    }

    synchronized int of(FunctionId function) {
        return ofFunction.getOrDefault(function, 0);
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized List<InvocationId> ids() {
        return List.copyOf(held.keySet());
    }

    synchronized List<Ending> endingBefore(Instant border) {
        List<Ending> ending = new ArrayList<>();
        for (Held each : held.values()) {
            if (each.until.isBefore(border)) {
                ending.add(new Ending(each.lease, each.until));
            }
        }
        return ending;
    }

    synchronized void renewed(Lease lease, Instant until) {
        Held mine = held.get(lease.id());
        if (mine != null && mine.lease.epoch() == lease.epoch()) {
            mine.until = until;
        }
    }

    /** Outside the monitor: what is given up may come to its end at once. */
    void giveUp(InvocationId id, GivenUp why) {
        Consumer<GivenUp> stop = stopOf(id);
        if (stop != null) {
            stop.accept(why);
        }
    }

    private synchronized @Nullable Consumer<GivenUp> stopOf(InvocationId id) {
        Held mine = held.get(id);
        return mine == null ? null : mine.giveUp;
    }

    void letAllGo() {
        ids().forEach(id -> giveUp(id, GivenUp.LET_GO));
    }

    /** Whether all were settled in time. */
    synchronized boolean awaitNone(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (!held.isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}

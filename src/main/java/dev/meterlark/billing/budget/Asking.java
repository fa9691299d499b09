package dev.meterlark.billing.budget;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Money;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Calls and requests that wait for a slice: one thread an account at a time leases for all of them.
 * There are never more than the account may have of them in hand. The monitor guards the queues.
 */
final class Asking {

    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    /** So long the answer stands for others that want as much. */
    private static final Duration STANDS = Duration.ofMillis(250);

    private static final Duration NO_REFILL = Duration.ofSeconds(1);

    private final Caps caps;
    private final Leasing leasing;
    private final Months months;
    private final Map<Capped, Waiting> waiting = new HashMap<>();

    /**
     * @param promise of the slice in which it is set aside, null without a cap; null when nobody
     *     waits
     * @param call whether calls are stopped when what was spent leaves no room
     */
    private record Waiter(
            Instant at,
            Quantities worst,
            @Nullable CompletableFuture<@Nullable Purse> promise,
            boolean call) {}

    private static final class Waiting {
        private final Queue<Waiter> queue = new ArrayDeque<>();
        private boolean refilling;
    }

    Asking(Caps caps, Leasing leasing, Months months) {
        this.caps = caps;
        this.leasing = leasing;
        this.months = months;
    }

    CompletableFuture<@Nullable Purse> ask(Capped of, Instant at, Quantities worst, boolean call) {
        CompletableFuture<@Nullable Purse> promise = new CompletableFuture<>();
        enter(of, new Waiter(at, worst, promise, call));
        return promise;
    }

    /** Before it is used up. One that is refused is told to nobody. */
    void refill(Capped of, Instant at, Quantities worst) {
        Purse purse = of.purseAt(at);
        if (purse != null && purse.mayRefill()) {
            enter(of, new Waiter(at, worst, null, false));
        }
    }

    private void enter(Capped of, Waiter waiter) {
        synchronized (this) {
            Waiting mine = waiting.get(of);
            if (mine != null) {
                if (waiter.promise != null || !mine.refilling) {
                    mine.queue.add(waiter);
                    mine.refilling = mine.refilling || waiter.promise == null;
                }
                return;
            }
            mine = new Waiting();
            mine.queue.add(waiter);
            waiting.put(of, mine);
        }
        Thread.ofVirtual().name("spend-" + of.account).start(() -> run(of));
    }

    private void run(Capped of) {
        for (Waiter next = next(of); next != null; next = next(of)) {
            try {
                serve(of, next);
            } catch (RuntimeException e) {
                LOG.warn("account {}: nothing could be leased of its cap", of.account, e);
                fail(next, unknown(e));
            }
        }
    }

    /**
     * Null when there is none; then the thread is to end, and the next one that asks starts one.
     */
    private synchronized @Nullable Waiter next(Capped of) {
        Waiting mine = waiting.get(of);
        Waiter next = mine == null ? null : mine.queue.poll();
        if (next == null) {
            waiting.remove(of);
        } else if (next.promise == null && mine != null) {
            mine.refilling = false;
        }
        return next;
    }

    private void serve(Capped of, Waiter waiter) {
        Money cap = of.cap();
        if (cap == null) {
            complete(waiter, null);
            return;
        }
        Stretch stretch = months.stretchAt(of.account, waiter.at);
        Purse purse = of.purse(stretch);
        if (waiter.promise == null) {
            if (!(leasing.refill(of, purse, cap, purse.wanted(waiter.worst))
                    instanceof Share.Granted)) {
                purse.noRefill(System.nanoTime() + NO_REFILL.toNanos());
            }
            return;
        }
        Share refused = purse.refusal(waiter.worst, System.nanoTime());
        while (refused == null) {
            if (purse.take(waiter.worst)) {
                complete(waiter, purse);
                return;
            }
            Share share = leasing.lease(of, purse, cap, waiter.worst);
            if (!(share instanceof Share.Granted)) {
                refused = share;
                refuse(of, purse, waiter, share);
            }
        }
        fail(waiter, caps.refusal(of, refused));
    }

    private void refuse(Capped of, Purse purse, Waiter waiter, Share why) {
        purse.refuse(new Purse.Refused(waiter.worst, why, System.nanoTime() + STANDS.toNanos()));
        if (waiter.call && why instanceof Share.Reached) {
            caps.reached(of, purse.stretch(), waiter.worst);
        }
    }

    private static void complete(Waiter waiter, @Nullable Purse purse) {
        if (waiter.promise != null) {
            waiter.promise.complete(purse);
        }
    }

    private static void fail(Waiter waiter, RefusedException refusal) {
        if (waiter.promise != null) {
            waiter.promise.completeExceptionally(refusal);
        }
    }

    private static RefusedException unknown(RuntimeException why) {
        return new RefusedException(
                ErrorCode.PLATFORM_BUSY,
                "it could not be told now whether the account's cap leaves room for the call; try"
                        + " again",
                "nothing was leased",
                why);
    }
}

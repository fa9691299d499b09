package dev.meterlark.invocation.queue;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.invocation.EndListener;
import dev.meterlark.invocation.Event;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.platform.GroupCommit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Settles calls in groups, one transaction each. As long as the database does not take a group, it
 * is brought again; a node that ends before leaves the calls to whoever finds that their leases
 * have run out.
 */
@Component
class SettleQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SettleQueue.class);
    private static final GroupCommit.Bounds BOUNDS =
            new GroupCommit.Bounds(256, Long.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE);
    private static final BackOff PAUSE = new BackOff(Duration.ofMillis(50), Duration.ofSeconds(2));

    private final GroupCommit<Ended> group;
    private final TransactionTemplate transaction;
    private final Settlement settlement;
    private final Targets targets;
    private final Judge judge;
    private final Lanes lanes;
    private final InHand inHand;
    private final DatabaseClock clock;
    private final QueueMetrics metrics;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration longest;

    private record Ended(Lease lease, AttemptEnd end) {}

    SettleQueue(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            ObjectProvider<EndListener> listeners,
            Targets targets,
            Lanes lanes,
            InHand inHand,
            DatabaseClock clock,
            QueueMetrics metrics,
            QueueProperties properties) {
        this.transaction = new TransactionTemplate(transactions);
        this.longest = properties.run().timeout();
        this.transaction.setTimeout((int) longest.toSeconds());
        this.settlement =
                new Settlement(
                        jdbc,
                        new AcceptedCounts(jdbc, transactions),
                        listeners.orderedStream().toList(),
                        properties.keep().end());
        this.targets = targets;
        this.judge = Judge.of(properties.retry());
        this.lanes = lanes;
        this.inHand = inHand;
        this.clock = clock;
        this.metrics = metrics;
        this.group = new GroupCommit<>("queue-settle", BOUNDS, _ -> 0, this::write);
        group.start();
    }

    /** Never blocks: how much waits is bounded by what this node has in hand. */
    void settle(Lease lease, AttemptEnd end) {
        if (!group.offer(new Ended(lease, end))) {
            inHand.settled(lease);
        }
    }

    /** Ends calls that nobody runs, in the caller's transaction. */
    Settlement.Done settleNow(List<Settled> calls) {
        return settlement.settle(calls, clock.now());
    }

    /** What is to be done after the commit of that transaction. */
    void done(Settlement.Done done) {
        done.due().forEach(due -> lanes.due(due.account(), due.function(), due.at()));
        done.ends().forEach(metrics::ended);
    }

    private void write(List<Ended> ended) {
        List<Settled> calls = List.of();
        for (int tries = 1; ; tries++) {
            try {
                if (calls.isEmpty()) {
                    calls = ended.stream().map(this::judged).toList();
                }
                commit(calls);
                return;
            } catch (RuntimeException e) {
                if (isOfDatabase(e) && !pausedUntilClosed(tries)) {
                    LOG.warn("{} calls are not settled yet", ended.size(), e);
                } else {
                    oneByOne(ended, e);
                    return;
                }
            }
        }
    }

    private void commit(List<Settled> calls) {
        Settlement.Done done =
                Objects.requireNonNull(
                        transaction.execute(
                                _ -> {
                                    DurableSteps.commit("queue.settle");
                                    return settlement.settle(calls, clock.now());
                                }));
        done(done);
        calls.forEach(call -> inHand.settled(call.lease()));
        lanes.wake();
    }

    /** A call that cannot be settled must not keep others from it; its lease will run out. */
    private void oneByOne(List<Ended> ended, RuntimeException why) {
        if (ended.size() > 1) {
            ended.forEach(each -> write(List.of(each)));
            return;
        }
        Lease lease = ended.getFirst().lease();
        LOG.error("call {} is not settled; it comes again when its lease ends", lease.id(), why);
        metrics.unsettled();
        inHand.settled(lease);
        lanes.wake();
    }

    private Settled judged(Ended ended) {
        Lease lease = ended.lease();
        AsyncPolicy policy = targets.policy(lease);
        AttemptEnd end = ended.end();
        Instant now = clock.now();
        if (end instanceof AttemptEnd.NotFound && targets.isGone(lease)) {
            end = new AttemptEnd.FunctionGone();
        }
        double chance = ThreadLocalRandom.current().nextDouble();
        AsyncPolicy later = policy.later(targets.stopped(lease, now));
        Verdict verdict = judge.judge(lease, end, later, now, chance);
        return new Settled(remaining(lease, end), verdict, policy);
    }

    /** What is done of a batch is not told as given up. */
    private static Lease remaining(Lease lease, AttemptEnd end) {
        Event event = lease.event();
        return end instanceof AttemptEnd.PartlyDone partly && event != null
                ? lease.with(event.with(partly.remaining()))
                : lease;
    }

    private static boolean isOfDatabase(RuntimeException failure) {
        return failure instanceof TransientDataAccessException
                || failure instanceof RecoverableDataAccessException
                || failure instanceof NonTransientDataAccessResourceException
                || failure instanceof TransactionException;
    }

    private boolean pausedUntilClosed(int tries) {
        Duration pause = PAUSE.pause(tries, ThreadLocalRandom.current().nextDouble());
        try {
            return closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    int waiting() {
        return group.size();
    }

    @Override
    public void close() {
        closed.countDown();
        group.close(longest);
    }
}

package dev.meterlark.worker.pool;

import dev.meterlark.worker.KeepAlive;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What happens to sandboxes beside calls: they are frozen when idle, end when nobody needs them,
 * and are cleaned up after their end, whoever brought it about.
 */
final class Lives implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lives.class);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(20);
    private static final Duration LONGEST_CLEANING = Duration.ofSeconds(30);

    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    /** Sandboxes that were ended because nobody needed them for too long. */
    final LongAdder expiries = new LongAdder();

    private final Pool pool;
    private final PoolProperties properties;
    private final KeepAlive keepAlive;
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("sandbox-rounds").factory());

    /** Counts sandboxes that are not cleaned up yet; one party is ours. */
    private final Phaser alive = new Phaser(1);

    private final Set<Member> present = ConcurrentHashMap.newKeySet();

    Lives(Pool pool, PoolProperties properties, KeepAlive keepAlive) {
        this.pool = pool;
        this.properties = properties;
        this.keepAlive = keepAlive;
        long often =
                halfOfShortest(ONE_SECOND, properties.freezeAfter(), properties.longestAfterwork());
        rounds.scheduleWithFixedDelay(this::goRound, often, often, TimeUnit.MILLISECONDS);
        long seldom = halfOfShortest(ONE_SECOND, properties.idleFor());
        rounds.scheduleWithFixedDelay(this::endIdle, seldom, seldom, TimeUnit.MILLISECONDS);
    }

    private static long halfOfShortest(Duration... durations) {
        return Stream.of(durations)
                .mapToLong(each -> Math.max(1, each.toMillis() / 2))
                .min()
                .orElseThrow();
    }

    /** From here on its end is watched. */
    void begin(Member member, Run run, CodeStore.Held code) {
        member.runs(run);
        alive.register();
        present.add(member);
        run.exit()
                .thenAccept(
                        exit -> {
                            run.ended(exit);
                            pool.left(member);
                            Thread.ofVirtual().start(() -> bury(member, run, code));
                        });
    }

    /** One that was made before any call has made itself ready. */
    void ready(Member member) {
        member.rest();
        if (!pool.ready(member)) {
            end(member, "it is no longer needed");
        }
    }

    /** A call of it is over. */
    void free(Member member) {
        member.rest();
        if (!pool.free(member)) {
            end(member, "it is no longer needed");
        }
    }

    /** What followed a call's answer is over. */
    void free(Afterwork afterwork) {
        afterwork.member().rest();
        if (!pool.free(afterwork)) {
            end(afterwork.member(), "it is no longer needed");
        }
    }

    private void bury(Member member, Run run, CodeStore.Held code) {
        try {
            run.awaitCalls();
            run.sandbox().close();
        } catch (RuntimeException e) {
            log.error("Something of sandbox {} is left", run.sandbox().id(), e);
        } finally {
            present.remove(member);
            code.close();
            alive.arriveAndDeregister();
        }
    }

    private void goRound() {
        each(pool.idle(properties.freezeAfter()), Member::freeze);
        each(
                pool.settling(properties.longestAfterwork()),
                member -> {
                    pool.leave(member);
                    member.run().spoil(null, "it did not ask for another event after its answer");
                });
    }

    private void endIdle() {
        each(
                pool.resting().stream()
                        .filter(resting -> !isKept(resting))
                        .map(Group.Resting::member)
                        .toList(),
                member -> {
                    if (pool.takeOut(member)) {
                        expiries.increment();
                        member.end("it was idle for too long");
                    }
                });
    }

    private boolean isKept(Group.Resting resting) {
        Kind kind = resting.member().kind();
        Duration idle = Duration.ofNanos(resting.idleNanos());
        return switch (keepAlive.verdict(kind.function(), kind.version(), idle, resting.others())) {
            case KEEP -> true;
            case END -> false;
            case STANDARD -> idle.compareTo(properties.idleFor()) <= 0;
        };
    }

    /** What goes wrong with one sandbox is its end, and not that of the rounds. */
    private static void each(List<Member> members, Consumer<Member> action) {
        for (Member member : members) {
            try {
                action.accept(member);
            } catch (RuntimeException e) {
                log.error("Sandbox {} does not obey", member.sandbox().id(), e);
                end(member, "it could not be controlled");
            }
        }
    }

    /** Ends it, if it was ever made; a failure is logged, so that others' ends go on. */
    static void end(Member member, String reason) {
        try {
            member.end(reason);
        } catch (RuntimeException e) {
            log.error("Sandbox {} cannot be ended", member.sandbox().id(), e);
        }
    }

    /**
     * Lets running calls end, within a bound; then ends every sandbox and waits for its cleaning.
     */
    @Override
    public void close() {
        pool.close();
        rounds.shutdownNow();
        awaitNobodyBusy();
        present.forEach(member -> end(member, "the platform stops"));
        int phase = alive.arriveAndDeregister();
        if (phase >= 0 && !alive.isTerminated()) {
            awaitCleaned(phase);
        }
    }

    private void awaitNobodyBusy() {
        long deadline = System.nanoTime() + LONGEST_FAREWELL.toNanos();
        while (pool.count(Member.State.BUSY) > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void awaitCleaned(int phase) {
        try {
            alive.awaitAdvanceInterruptibly(
                    phase, LONGEST_CLEANING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.error("Sandboxes are left after {}: {}", LONGEST_CLEANING, present.size());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.meterlark.platform;

import dev.meterlark.platform.OutboxRows.Leased;
import dev.meterlark.shared.AccountId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * The loop that hands out what is due: it goes around the accounts, and each has its turn, however
 * much another has waiting. How many entries of an account are under way is guarded by the monitor.
 */
@Component
class OutboxRound implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRound.class);
    private static final AccountId BEFORE_ALL = new AccountId(new UUID(0, 0));
    private static final int KIB = 1024;
    private static final Duration PARTING = Duration.ofSeconds(5);

    private final OutboxRows rows;
    private final Carrying carrying;
    private final Nudge nudge;
    private final OutboxProperties properties;
    private final InstantSource clock;
    private final Semaphore memory;
    private final Map<AccountId, Integer> underWay = new HashMap<>();
    private int inFlight;
    private AccountId last = BEFORE_ALL;
    private volatile boolean running;

    OutboxRound(
            OutboxRows rows,
            Carrying carrying,
            Nudge nudge,
            OutboxProperties properties,
            OutboxMetrics metrics,
            @OfDatabase InstantSource clock) {
        this.rows = rows;
        this.carrying = carrying;
        this.nudge = nudge;
        this.properties = properties;
        this.clock = clock;
        this.memory = new Semaphore(kib(properties.memory().toBytes()));
        metrics.inFlight(this::inFlight);
    }

    @Override
    public void start() {
        running = true;
        Thread.ofPlatform().name("outbox").daemon(true).start(this::goAround);
    }

    /** Waits a little for what is under way; what is not done then comes again later. */
    @Override
    public void stop() {
        running = false;
        nudge.give();
        try {
            awaitIdle(System.nanoTime() + PARTING.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitIdle(long end) throws InterruptedException {
        for (long left = PARTING.toMillis(); inFlight > 0 && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void goAround() {
        while (running) {
            try {
                if (!turn(clock.instant())) {
                    nudge.await(properties.pollEvery());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("the outbox could not be read; again in {}", properties.pollEvery(), e);
                rest();
            }
        }
    }

    private void rest() {
        try {
            nudge.await(properties.pollEvery());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * From account to account, on from where the turn before stopped, to the last that has
     * something due or until there is no room.
     *
     * @return whether another turn may find more at once; else a nudge tells
     */
    boolean turn(Instant now) {
        boolean fromTheFirst = last.equals(BEFORE_ALL);
        boolean begun = false;
        while (hasRoom()) {
            Optional<AccountId> next = rows.accountAfter(last, now);
            if (next.isEmpty()) {
                last = BEFORE_ALL;
                return begun || !fromTheFirst;
            }
            last = next.get();
            begun |= begin(last, now);
        }
        return false;
    }

    private boolean begin(AccountId account, Instant now) {
        int room = room(account);
        if (room < 1) {
            return false;
        }
        List<Leased> claimed = rows.claim(account, room, now, now.plus(properties.lease()));
        claimed.forEach(this::begin);
        return !claimed.isEmpty();
    }

    private void begin(Leased leased) {
        entered(leased.account());
        Thread.ofVirtual()
                .name("outbox-" + leased.id())
                .start(
                        () -> {
                            try {
                                carryWithin(leased);
                            } catch (RuntimeException e) {
                                // Its lease runs out, and it is carried again.
                                LOG.warn("outbox entry {} could not be settled", leased.id(), e);
                            } finally {
                                left(leased.account());
                                nudge.give();
                            }
                        });
    }

    /** Bodies are read only as many as the memory for them holds. */
    private void carryWithin(Leased leased) {
        int share = Math.min(kib(leased.bytes()), kib(properties.memory().toBytes()));
        memory.acquireUninterruptibly(share);
        try {
            carrying.carry(leased);
        } finally {
            memory.release(share);
        }
    }

    private synchronized int inFlight() {
        return inFlight;
    }

    private synchronized boolean hasRoom() {
        return inFlight < properties.inFlight();
    }

    private synchronized int room(AccountId account) {
        return Math.min(
                properties.inFlight() - inFlight,
                properties.inFlightPerAccount() - underWay.getOrDefault(account, 0));
    }

    private synchronized void entered(AccountId account) {
        inFlight++;
        underWay.merge(account, 1, Integer::sum);
    }

    private synchronized void left(AccountId account) {
        inFlight--;
        notifyAll();
        underWay.computeIfPresent(account, (_, n) -> n == 1 ? null : n - 1);
    }

    private static int kib(long bytes) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE / 2, bytes / KIB + 1));
    }
}

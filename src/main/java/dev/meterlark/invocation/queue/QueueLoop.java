package dev.meterlark.invocation.queue;

import dev.meterlark.platform.DatabaseClock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;

/**
 * Goes round while the node runs. A node that stops leases nothing more, lets what it runs come to
 * its end as far as the time suffices, gives the rest up so that it is tried again elsewhere, and
 * settles all of it.
 */
@Component
class QueueLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(QueueLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration TO_SETTLE = Duration.ofSeconds(5);

    private final Dispatcher dispatcher;
    private final Cancels cancels;
    private final Lanes lanes;
    private final InHand inHand;
    private final DatabaseClock clock;
    private final QueueProperties.Run properties;
    private volatile boolean running;
    private volatile @Nullable Thread thread;

    QueueLoop(
            Dispatcher dispatcher,
            Cancels cancels,
            Lanes lanes,
            InHand inHand,
            DatabaseClock clock,
            QueueProperties properties) {
        this.dispatcher = dispatcher;
        this.cancels = cancels;
        this.lanes = lanes;
        this.inHand = inHand;
        this.clock = clock;
        this.properties = properties.run();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("queue-dispatch").daemon().start(this::run);
    }

    private void run() {
        long look = System.nanoTime();
        while (running) {
            try {
                if (System.nanoTime() - look >= 0) {
                    long begun = System.nanoTime();
                    look();
                    // Whatever looking costs, it is a tenth of the time at most.
                    long pause =
                            Math.max(
                                    properties.pollEvery().toNanos(),
                                    10 * (System.nanoTime() - begun));
                    look = System.nanoTime() + pause;
                }
                dispatcher.round();
                lanes.await(clock.now(), untilLook(look));
            } catch (RuntimeException e) {
                LOG.warn("the queue could not be worked on; trying again", e);
                rest();
            } catch (InterruptedException e) {
                return; // nobody has a reason to
            }
        }
    }

    private static Duration untilLook(long look) {
        return Duration.ofNanos(Math.max(1_000_000, look - System.nanoTime()));
    }

    private void look() {
        dispatcher.look();
        dispatcher.renew();
        cancels.look();
    }

    private void rest() {
        try {
            lanes.rest(AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        try {
            endRounds();
            if (!inHand.awaitNone(properties.drain())) {
                LOG.info("{} calls are given up and tried again elsewhere", inHand.size());
                inHand.letAllGo();
                inHand.awaitNone(TO_SETTLE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As when the process is killed: what it has in hand is neither given up nor settled. */
    void kill() {
        try {
            endRounds();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endRounds() throws InterruptedException {
        running = false;
        lanes.wake();
        Thread rounds = thread;
        if (rounds != null) {
            rounds.join(properties.timeout());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** From after the functions are known and the journal is open until before it is closed. */
    @Override
    public int getPhase() {
        return 1;
    }
}

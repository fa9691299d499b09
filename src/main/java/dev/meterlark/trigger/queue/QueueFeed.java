package dev.meterlark.trigger.queue;

import dev.meterlark.invocation.Attempts;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.trigger.Feed;
import dev.meterlark.trigger.Ownership;
import dev.meterlark.trigger.Trigger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Receives batches of a queue and runs each on a thread of its own, as many at once as the trigger
 * may and the function has room for: with nothing waiting that is none, with a backlog all of them.
 */
@Component
class QueueFeed implements Feed<OfQueue> {

    private static final Logger LOG = LoggerFactory.getLogger(QueueFeed.class);

    /** Beyond what the function may take, until its messages come back. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** Messages stay where they are: none is received that may not be run. */
    private static final Duration STOPPED_PAUSE = Duration.ofSeconds(1);

    private static final Duration NO_ROOM_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_HIDDEN = Duration.ofHours(12);

    private final Gathering gathering;
    private final RunningBatches running;
    private final Attempts attempts;

    QueueFeed(Gathering gathering, RunningBatches running, Attempts attempts) {
        this.gathering = gathering;
        this.running = running;
        this.attempts = attempts;
    }

    @Override
    public void feed(Trigger<OfQueue> trigger, Ownership ownership) throws InterruptedException {
        int atOnce = trigger.configuration().atOnce();
        Semaphore free = new Semaphore(atOnce);
        CurrentWait waiting = new CurrentWait();
        ownership.whenLost(waiting::end);
        try {
            while (ownership.isHeld()) {
                if (free.tryAcquire(1, TimeUnit.SECONDS)) {
                    begin(trigger, ownership, waiting, free);
                }
            }
        } finally {
            free.acquire(atOnce); // no more at once, also when it goes on here after a change
        }
    }

    /** Whoever runs gives the permit back; without a batch, it is given back here. */
    private void begin(
            Trigger<OfQueue> trigger, Ownership ownership, CurrentWait waiting, Semaphore free)
            throws InterruptedException {
        List<InFlight> batch = List.of();
        try {
            batch = batch(trigger, ownership, waiting);
        } finally {
            if (batch.isEmpty()) {
                free.release();
            }
        }
        if (!batch.isEmpty()) {
            List<InFlight> whole = batch;
            Thread.ofVirtual()
                    .name("queue-batch-" + trigger.id())
                    .start(() -> run(trigger, whole, free));
        }
    }

    /** Empty when there is no room for one, or none came for a while. */
    private List<InFlight> batch(Trigger<OfQueue> trigger, Ownership ownership, CurrentWait waiting)
            throws InterruptedException {
        if (attempts.isStopped(trigger.account())) {
            ownership.pause(STOPPED_PAUSE);
            return List.of();
        }
        Attempts.Target target = attempts.target(trigger.account(), trigger.target());
        if (attempts.room(target) <= 0 || attempts.roomOfAccount(target) <= 0) {
            ownership.pause(NO_ROOM_PAUSE);
            return List.of();
        }
        try {
            return gathering.batch(trigger, hidden(trigger, target.timeout()), waiting);
        } catch (RefusedException e) {
            if (!Gathering.isAboutMoney(e)) {
                throw e;
            }
            ownership.pause(STOPPED_PAUSE);
            return List.of();
        }
    }

    private void run(Trigger<OfQueue> trigger, List<InFlight> batch, Semaphore free) {
        try {
            running.run(trigger, batch);
        } catch (RuntimeException e) {
            LOG.warn(
                    "a batch of trigger {} is not settled; its messages come back",
                    trigger.id(),
                    e);
        } finally {
            free.release();
        }
    }

    private static Duration hidden(Trigger<OfQueue> trigger, Duration timeout) {
        Duration needed = timeout.plus(trigger.reception().batchWindow()).plus(GRACE);
        return needed.compareTo(LONGEST_HIDDEN) < 0 ? needed : LONGEST_HIDDEN;
    }
}

package dev.meterlark.billing.invoice;

import dev.meterlark.shared.BillingPeriod;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Closes months for as long as the node runs, those that are due and those that the operator asks
 * for. Guarded by its monitor: what was asked for, and whether it runs.
 */
@Component
class CloseLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(CloseLoop.class);
    private static final Duration PARTING = Duration.ofSeconds(5);
    private static final int MOST_ASKED = 24;

    private final Rounds rounds;
    private final InvoiceProperties properties;
    private final Queue<BillingPeriod> asked = new ArrayDeque<>();
    private boolean running;
    private @Nullable Thread thread;

    CloseLoop(Rounds rounds, InvoiceProperties properties) {
        this.rounds = rounds;
        this.properties = properties;
    }

    /**
     * Soon, whether or not it is past its cut-off.
     *
     * @return false when so much was asked for that it is not taken
     */
    synchronized boolean ask(BillingPeriod period) {
        if (asked.contains(period)) {
            return true;
        }
        if (asked.size() == MOST_ASKED) {
            return false;
        }
        asked.add(period);
        notifyAll();
        return true;
    }

    @Override
    public synchronized void start() {
        running = true;
        thread = Thread.ofPlatform().name("billing-close").daemon().start(this::run);
    }

    private void run() {
        try {
            while (isRunning()) {
                BillingPeriod next = await();
                if (isRunning()) {
                    closeOrTell(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeOrTell(@Nullable BillingPeriod next) {
        try {
            if (next == null) {
                rounds.closeWhatIsDue();
            } else {
                rounds.close(next);
            }
        } catch (RuntimeException e) {
            LOG.warn("months could not be closed; trying again", e);
        }
    }

    /** Null when nothing was asked for in the time between two looks. */
    private synchronized @Nullable BillingPeriod await() throws InterruptedException {
        long end = System.nanoTime() + properties.checkEvery().toNanos();
        for (long left = properties.checkEvery().toNanos();
                running && asked.isEmpty() && left > 0;
                left = end - System.nanoTime()) {
            wait(left / 1_000_000 + 1);
        }
        return asked.poll();
    }

    @Override
    public void stop() {
        Thread loop;
        synchronized (this) {
            running = false;
            notifyAll();
            loop = thread;
        }
        if (loop != null) {
            try {
                loop.join(PARTING);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }
}

package dev.meterlark.worker.pool;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Reminders of what is due, so that no thread waits for it. What they do must not block. */
final class Alarms implements AutoCloseable {

    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("sandbox-alarms").factory());

    Alarms() {
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        clock.setRemoveOnCancelPolicy(true);
    }

    void after(Duration delay, Runnable action) {
        after(delay.toNanos(), action);
    }

    /** Whoever does not need it any more cancels it, so that nothing is held for it. */
    Future<?> after(long nanos, Runnable action) {
        return clock.schedule(action, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

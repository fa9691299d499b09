package dev.meterlark.worker.pool;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Reminders of what is due, so that no thread waits for it. What they do must not block. */
final class Alarms implements AutoCloseable {

    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("sandbox-alarms").factory());

    Alarms() {
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void after(Duration delay, Runnable action) {
        after(delay.toNanos(), action);
    }

    void after(long nanos, Runnable action) {
        clock.schedule(action, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

package dev.meterlark.worker.pool;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread for the deadlines of all who wait; what it does must be short. */
final class Timers implements AutoCloseable {

    private final ScheduledThreadPoolExecutor thread;

    Timers(String name) {
        thread =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name(name).factory());
        thread.setRemoveOnCancelPolicy(true);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // once closed
    }

    /** Does it after the delay, unless what is awaited has come before. */
    void after(Duration delay, CompletableFuture<?> awaited, Runnable then) {
        if (!awaited.isDone()) {
            Future<?> timer = thread.schedule(then, delay.toNanos(), TimeUnit.NANOSECONDS);
            awaited.whenComplete((_, _) -> timer.cancel(false));
        }
    }

    /** What is not done yet is never done. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}

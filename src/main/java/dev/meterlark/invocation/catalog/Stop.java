package dev.meterlark.invocation.catalog;

import dev.meterlark.shared.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** When a run is over at the latest: at its deadline, or when somebody ends it before. */
final class Stop {

    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
    private final Duration timeout;
    private final long deadline;

    /**
     * @param timeout from now on, by the monotonic clock
     */
    Stop(Duration timeout) {
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    void cancel() {
        cancelled.complete(null);
    }

    /** Why nothing more may begin; null when it may. */
    @Nullable ErrorCode reason() {
        if (cancelled.isDone()) {
            return ErrorCode.PIPELINE_CANCELLED;
        }
        return deadline - System.nanoTime() <= 0 ? ErrorCode.PIPELINE_TIMEOUT : null;
    }

    String text(ErrorCode reason) {
        return reason == ErrorCode.PIPELINE_CANCELLED
                ? "the run was cancelled"
                : "the run had %d ms and they are over".formatted(timeout.toMillis());
    }

    /**
     * Waits for the promise, however it is kept, but no longer than the run may last.
     *
     * @return whether it was kept
     */
    boolean await(CompletableFuture<?> promise) {
        return await(promise, deadline - System.nanoTime());
    }

    /** Lets time pass, but no longer than the run may last. */
    void pause(Duration pause) {
        await(new CompletableFuture<>(), Math.min(pause.toNanos(), deadline - System.nanoTime()));
    }

    private boolean await(CompletableFuture<?> promise, long nanos) {
        try {
            CompletableFuture.anyOf(promise, cancelled)
                    .get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return promise.isDone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("nobody interrupts a run", e);
        }
        return promise.isDone();
    }
}

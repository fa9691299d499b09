package dev.meterlark.worker.pool;

import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.protocol.Reply;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A started sandbox and what its calls wait for: an answer, its end, or the deadline. */
final class Run {

    /** What a wait ended with; null instead of it is the deadline. */
    sealed interface Step {
        record Became(Readiness readiness) implements Step {}

        record Replied(Reply reply) implements Step {}

        record Ended(SandboxExit exit) implements Step {}
    }

    /** An answer that was sent just before the end may still be in the socket. */
    private static final Duration LAST_WORDS = Duration.ofMillis(100);

    private final Sandbox sandbox;
    private final CompletableFuture<SandboxExit> exit;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile CompletableFuture<Step> awaited = new CompletableFuture<>();
    private volatile CompletableFuture<Void> inCall = CompletableFuture.completedFuture(null);

    /** CPU time that reports have told of so far; read and written by the call that has it. */
    private volatile long toldCpuMicros;

    Run(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.exit = sandbox.exit();
    }

    Sandbox sandbox() {
        return sandbox;
    }

    CompletableFuture<SandboxExit> exit() {
        return exit;
    }

    void callBegins() {
        inCall = new CompletableFuture<>();
    }

    void callEnds() {
        inCall.complete(null);
    }

    /** Blocks until no call needs the sandbox's last readings any more. */
    void awaitCalls() {
        inCall.join();
    }

    boolean hasEnded() {
        return exit.isDone();
    }

    /**
     * Called once, by whoever watches the exit. A wait that begins meanwhile either sees that it is
     * over, or is seen here.
     */
    void ended(SandboxExit exit) {
        over.complete(null);
        awaited.complete(new Step.Ended(exit));
    }

    @Nullable Step awaitReady(Duration limit) throws InterruptedException {
        var ready = sandbox.conversation().ready();
        return first(ready.thenApply(Step.Became::new), limit);
    }

    @Nullable Step awaitReply(CompletableFuture<Reply> reply, Duration limit)
            throws InterruptedException {
        Step step = first(reply.thenApply(Step.Replied::new), limit);
        if (step instanceof Step.Ended) {
            Reply last = lastWords(reply);
            return last == null ? step : new Step.Replied(last);
        }
        return step;
    }

    /** CPU time since this was asked before. */
    long newCpuMicros(long cpuMicros) {
        long fresh = Math.max(0, cpuMicros - toldCpuMicros);
        toldCpuMicros = cpuMicros;
        return fresh;
    }

    private @Nullable Step first(CompletableFuture<? extends Step> step, Duration limit)
            throws InterruptedException {
        var wait = new CompletableFuture<Step>();
        awaited = wait;
        step.whenComplete((became, failure) -> stepped(wait, became, failure));
        if (over.isDone()) {
            wait.complete(new Step.Ended(exit.join()));
        }
        try {
            return wait.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a wait never fails", e);
        }
    }

    /** What cannot be talked to any more is ended, which then ends the wait. */
    private void stepped(
            CompletableFuture<Step> wait, @Nullable Step became, @Nullable Throwable failure) {
        if (became != null) {
            wait.complete(became);
        } else {
            sandbox.kill("its Runtime API failed: " + failure);
        }
    }

    private static @Nullable Reply lastWords(CompletableFuture<Reply> reply)
            throws InterruptedException {
        try {
            return reply.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            return null;
        }
    }
}

package dev.meterlark.worker.pool;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.protocol.Reply;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandboxes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

/** Runs calls in sandboxes of this process's machine. */
final class SandboxWorkers implements Workers {

    private static final Logger log = LoggerFactory.getLogger(SandboxWorkers.class);

    private final Sandboxes sandboxes;
    private final Pool pool;
    private final Lives lives;
    private final CodeStore codes;
    private final PoolProperties properties;
    private final InstantSource clock;
    private final CrashLoops crashes = new CrashLoops();

    SandboxWorkers(
            Sandboxes sandboxes,
            Pool pool,
            Lives lives,
            CodeStore codes,
            PoolProperties properties,
            InstantSource clock) {
        this.sandboxes = sandboxes;
        this.pool = pool;
        this.lives = lives;
        this.codes = codes;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public RunReport run(SandboxSpec spec, RunRequest request) {
        IsolationReport isolation = isolation();
        if (!isolation.available()) {
            return notStarted(isolation.explanation());
        }
        RunReport report = null;
        while (report == null) {
            backOff(Kind.of(spec));
            report = inPlace(spec, request);
        }
        return report;
    }

    /** Before a place is taken, which others can use meanwhile. */
    private void backOff(Kind kind) {
        Duration wait = crashes.wait(kind, System.nanoTime());
        if (wait.isPositive() && !pool.mayReuse(kind)) {
            LockSupport.parkNanos(wait.toNanos());
        }
    }

    /** Null when the sandbox had ended while it was idle: the call never reached it. */
    private @Nullable RunReport inPlace(SandboxSpec spec, RunRequest request) {
        return switch (place(spec)) {
            case Place.None(Ending ending) -> unstarted(ending);
            case Place.Warm(Member member) -> warm(member, spec, request);
            case Place.Room(Member member) -> cold(member, spec, request);
        };
    }

    private Place place(SandboxSpec spec) {
        CompletableFuture<Place> promise = pool.acquire(spec);
        try {
            return promise.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            promise.cancel(false);
            return promise.isCancelled()
                    ? new Place.None(new Ending.NoneFree("the call was given up"))
                    : promise.join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a promise of a place never fails", e);
        }
    }

    @Override
    public void retire(FunctionId function, long belowRevision) {
        pool.retire(function, belowRevision)
                .forEach(member -> Lives.end(member, "a newer revision is there"));
    }

    @Override
    public List<RuntimeOffer> runtimes() {
        return sandboxes.runtimes();
    }

    @Override
    public IsolationReport isolation() {
        return sandboxes.isolation();
    }

    private @Nullable RunReport warm(Member member, SandboxSpec spec, RunRequest request) {
        Run run = member.run();
        run.callBegins();
        try {
            member.wake();
            if (run.hasEnded()) {
                return null;
            }
            return call(member, spec, request, new Beginning(Duration.ZERO, Duration.ZERO, false));
        } catch (InterruptedException | RuntimeException e) {
            return abandoned(member, e);
        } finally {
            run.callEnds();
        }
    }

    private RunReport cold(Member member, SandboxSpec spec, RunRequest request) {
        long begun = System.nanoTime();
        Run run;
        try {
            run = start(member, spec);
        } catch (NoSandboxException | IOException | RuntimeException e) {
            pool.left(member);
            log.error("No sandbox for {}", spec.functionArn(), e);
            return notStarted(e.getMessage() == null ? e.toString() : e.getMessage());
        }
        try {
            return init(member, spec, request, since(begun));
        } catch (InterruptedException | RuntimeException e) {
            return abandoned(member, e);
        } finally {
            run.callEnds();
        }
    }

    private RunReport init(Member member, SandboxSpec spec, RunRequest request, Duration start)
            throws InterruptedException {
        Run run = member.run();
        long started = System.nanoTime();
        Run.Step ready = run.awaitReady(properties.longestInit());
        var beginning = new Beginning(start, since(started), true);
        Ending failed = initEnding(ready);
        if (failed == null) {
            crashes.started(member.kind());
            pool.started(member);
            return call(member, spec, request, beginning);
        }
        if (failed.billable()) {
            crashes.failed(member.kind(), System.nanoTime());
        }
        run.sandbox().kill("its init failed");
        return report(run, failed, beginning, Duration.ZERO);
    }

    /** Something of ours failed with the call under way: the sandbox is of no use any more. */
    private static RunReport abandoned(Member member, Exception why) {
        if (why instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        } else {
            log.error("A call in sandbox {} was lost", member.sandbox().id(), why);
        }
        Lives.end(member, "its call could not go on");
        return unstarted(
                new Ending.SandboxLost(
                        new SandboxExit.EndedByPlatform("the call could not go on")));
    }

    private Run start(Member member, SandboxSpec spec) throws NoSandboxException, IOException {
        CodeStore.Held code = codes.hold(spec.code());
        try {
            var run = new Run(sandboxes.start(spec, code.folder()));
            run.callBegins();
            lives.begin(member, run, code);
            return run;
        } catch (NoSandboxException | RuntimeException e) {
            code.close();
            throw e;
        }
    }

    private @Nullable Ending initEnding(Run.@Nullable Step step) {
        return switch (step) {
            case null ->
                    new Ending.InitFailed(
                            "Runtime.InitTimeout",
                            "The runtime did not ask for its first event within %d ms"
                                    .formatted(properties.longestInit().toMillis()),
                            new byte[0]);
            case Run.Step.Became(Readiness.Ready _) -> null;
            case Run.Step.Became(Readiness.InitFailed(var type, var message, var payload)) ->
                    new Ending.InitFailed(type, message, payload);
            case Run.Step.Ended(SandboxExit exit) -> new Ending.SandboxLost(exit);
            case Run.Step.Replied _ ->
                    throw new IllegalStateException("an answer before any event");
        };
    }

    private RunReport call(Member member, SandboxSpec spec, RunRequest request, Beginning beginning)
            throws InterruptedException {
        Run run = member.run();
        var conversation = run.sandbox().conversation();
        long begun = System.nanoTime();
        CompletableFuture<Reply> reply;
        try {
            reply =
                    conversation.hand(
                            request, spec.functionArn(), clock.instant().plus(spec.timeout()));
        } catch (IllegalStateException e) {
            run.sandbox().kill("it cannot take an event");
            return report(run, lost(run), beginning, since(begun));
        }
        Run.Step step = run.awaitReply(reply, spec.timeout());
        Duration took = since(begun);
        Ending ending =
                switch (step) {
                    case null -> {
                        run.sandbox().kill("the call's time was over");
                        reply.cancel(false);
                        yield new Ending.TimedOut(spec.timeout());
                    }
                    case Run.Step.Ended(SandboxExit exit) -> new Ending.SandboxLost(exit);
                    case Run.Step.Replied(Reply answer) -> ending(answer);
                    case Run.Step.Became _ ->
                            throw new IllegalStateException("ready a second time");
                };
        RunReport report = report(run, ending, beginning, took);
        if (step instanceof Run.Step.Replied && !run.hasEnded()) {
            letGo(member, conversation.asking());
        }
        return report;
    }

    /** The sandbox is free as soon as it asks; what it printed until here is already taken. */
    private void letGo(Member member, CompletableFuture<Void> asking) {
        if (asking.isDone() && !asking.isCompletedExceptionally()) {
            lives.free(member);
            return;
        }
        Afterwork afterwork = pool.settling(member);
        asking.thenRun(() -> lives.free(afterwork));
    }

    private static Ending ending(Reply reply) {
        return switch (reply) {
            case Reply.Answered(var payload, var type) -> new Ending.Succeeded(payload, type);
            case Reply.Failed(var type, var message, var payload) ->
                    new Ending.FunctionFailed(type, message, payload);
            case Reply.TooLarge(long bytes, long limit) ->
                    new Ending.ResponseTooLarge(bytes, limit);
        };
    }

    private static Ending lost(Run run) {
        try {
            return new Ending.SandboxLost(run.exit().join());
        } catch (CancellationException e) {
            return new Ending.SandboxLost(new SandboxExit.EndedByPlatform("it was cancelled"));
        }
    }

    private RunReport report(Run run, Ending ending, Beginning beginning, Duration took) {
        var printed = run.sandbox().takePrinted();
        var use = run.sandbox().use();
        long limit = properties.logBytesPerCall().toBytes();
        byte[] kept = printed.bytes();
        long cut = Math.max(0, kept.length - limit);
        if (cut > 0) {
            kept = Arrays.copyOf(kept, (int) limit);
        }
        return new RunReport(
                ending,
                beginning.start(),
                beginning.init(),
                took,
                beginning.cold(),
                run.newCpuMicros(use.cpuMicros()),
                use.peakMemoryBytes(),
                kept,
                printed.droppedBytes() + cut,
                run.sandbox().id());
    }

    private static RunReport notStarted(String reason) {
        return unstarted(new Ending.NotStarted(reason));
    }

    private static RunReport unstarted(Ending ending) {
        return new RunReport(
                ending,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                false,
                0,
                0,
                new byte[0],
                0,
                null);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /** What came before the event was handed over. */
    private record Beginning(Duration start, Duration init, boolean cold) {}
}

package dev.meterlark.worker.pool;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.IsolationReport;
import dev.meterlark.worker.KeepAlive;
import dev.meterlark.worker.Provisioned;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.RuntimeOffer;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;
import dev.meterlark.worker.sandbox.Sandboxes;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Runs calls in sandboxes of this process's machine. A call whose sandbox is there and awake goes
 * from its caller's thread to the sandbox's event loop and ends there; only what may block (a
 * start, a thaw, an end) gets a virtual thread.
 */
final class SandboxWorkers implements Workers {

    private final Sandboxes sandboxes;
    private final Pool pool;
    private final Alarms alarms;
    private final CrashLoops crashes = new CrashLoops();
    private final Handling handling;
    private final Starting starting;
    private final Ahead ahead;
    private final Preparation preparation;
    private final KeepAlive keepAlive;

    /** Unknown until it was found out, which takes a while after the start. */
    private volatile @Nullable IsolationReport isolation;

    SandboxWorkers(
            Sandboxes sandboxes,
            Pool pool,
            Lives lives,
            CodeStore codes,
            PoolProperties properties,
            Alarms alarms,
            KeepAlive keepAlive,
            InstantSource clock) {
        this.sandboxes = sandboxes;
        this.pool = pool;
        this.alarms = alarms;
        this.handling = new Handling(pool, lives, properties, crashes, clock);
        var making = new Making(sandboxes, lives, codes, properties, alarms, handling);
        this.starting = new Starting(pool, making, properties.longestInit(), handling);
        this.ahead = new Ahead(pool, lives, making, properties.longestInit(), alarms, crashes);
        this.preparation = new Preparation(sandboxes, codes);
        this.keepAlive = keepAlive;
    }

    @Override
    public CompletableFuture<RunReport> run(
            SandboxSpec spec, RunRequest request, AnswerStream stream) {
        var call = new Call(spec, request, stream);
        keepAlive.begins(spec);
        call.report.whenComplete((report, _) -> keepAlive.ends(spec, report));
        IsolationReport known = isolation;
        if (known == null) {
            Thread.ofVirtual().start(() -> failing(call, () -> admit(call, isolation())));
        } else {
            admit(call, known);
        }
        return call.report;
    }

    @Override
    public void keepWarm(SandboxSpec spec, int atLeast) {
        if (mayStartAhead(spec) || atLeast == 0) {
            ahead.start(spec, pool.keepWarm(spec, atLeast));
        }
    }

    @Override
    public List<Provisioned> provisioned() {
        return pool.provisioned();
    }

    @Override
    public void prepare(SandboxSpec spec, int atLeast) {
        if (mayStartAhead(spec)) {
            ahead.start(spec, pool.prepare(spec, atLeast));
        }
    }

    @Override
    public void published(SandboxSpec spec) {
        preparation.begin(spec);
    }

    private boolean mayStartAhead(SandboxSpec spec) {
        IsolationReport known = isolation;
        return (known == null ? isolation() : known).available() && !ahead.isCrashing(spec);
    }

    @Override
    public void retire(FunctionId function, String version, long belowRevision) {
        pool.retire(function, version, belowRevision)
                .forEach(member -> Lives.end(member, "a newer revision is there"));
    }

    @Override
    public List<RuntimeOffer> runtimes() {
        return sandboxes.runtimes();
    }

    @Override
    public IsolationReport isolation() {
        IsolationReport found = sandboxes.isolation();
        isolation = found;
        return found;
    }

    private void admit(Call call, IsolationReport isolation) {
        if (isolation.available()) {
            enter(call);
        } else {
            call.endUnstarted(new Ending.NotStarted(isolation.explanation()));
        }
    }

    /** Backs off before a place is taken, which others can use meanwhile. */
    private void enter(Call call) {
        Kind kind = Kind.of(call.spec);
        Duration wait = crashes.wait(kind, System.nanoTime());
        if (wait.isPositive() && !pool.mayReuse(kind)) {
            alarms.after(wait, () -> failing(call, () -> acquire(call)));
        } else {
            acquire(call);
        }
    }

    private void acquire(Call call) {
        if (call.isOver()) {
            return;
        }
        CompletableFuture<Place> place = pool.acquire(call.spec);
        if (!place.isDone()) {
            call.onGivingUp(() -> giveUpWaiting(call, place));
        }
        place.whenComplete((given, _) -> failing(call, () -> take(call, given)));
    }

    /** A call is not left without an end where nobody sees that a step of it has failed. */
    private static void failing(Call call, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            call.report.completeExceptionally(e);
        }
    }

    private static void giveUpWaiting(Call call, CompletableFuture<Place> place) {
        call.ends();
        place.cancel(false);
    }

    /**
     * @param place null when the call has given up waiting for it
     */
    private void take(Call call, @Nullable Place place) {
        switch (place) {
            case null -> {}
            case Place.None(Ending ending) -> call.endUnstarted(ending);
            case Place.Warm(Member member) -> {
                if (member.wakeAtOnce()) {
                    warm(call, member);
                } else {
                    Thread.ofVirtual().start(() -> thaw(call, member));
                }
            }
            case Place.Room(Member member) ->
                    Thread.ofVirtual().start(() -> starting.start(call, member));
        }
    }

    private void thaw(Call call, Member member) {
        try {
            member.wake();
        } catch (RuntimeException e) {
            handling.abandon(call, member, e);
            return;
        }
        warm(call, member);
    }

    private void warm(Call call, Member member) {
        if (!handling.begins(call, member)) {
            enter(call); // it had ended while it was idle: the call never reached it
        }
    }
}

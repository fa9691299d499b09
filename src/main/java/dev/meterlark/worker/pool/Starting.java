package dev.meterlark.worker.pool;

import dev.meterlark.worker.Ending;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.sandbox.NoSandboxException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;

/**
 * Makes a sandbox where there is room for one, and waits, without a thread, until it has loaded.
 */
final class Starting {

    private static final Logger log = LoggerFactory.getLogger(Starting.class);

    private final Pool pool;
    private final Making making;
    private final Duration longestInit;
    private final Handling handling;

    Starting(Pool pool, Making making, Duration longestInit, Handling handling) {
        this.pool = pool;
        this.making = making;
        this.longestInit = longestInit;
        this.handling = handling;
    }

    /** For the call, which has one of the sandbox's slots. Blocks until the process is there. */
    void start(Call call, Member member) {
        if (call.isOver()) {
            pool.left(member);
            return;
        }
        long begun = System.nanoTime();
        Run run;
        try {
            run = making.make(call.spec, member, made -> enter(call, made, begun));
        } catch (NoSandboxException | IOException | RuntimeException e) {
            pool.left(member);
            log.error("No sandbox for {}", call.spec.functionArn(), e);
            call.endUnstarted(
                    new Ending.NotStarted(e.getMessage() == null ? e.toString() : e.getMessage()));
            return;
        }
        call.onGivingUp(() -> handling.giveUp(call, member));
        run.watch(call);
        run.sandbox()
                .conversation()
                .ready()
                .whenComplete((readiness, failure) -> loaded(call, member, readiness, failure));
    }

    private void enter(Call call, Run run, long begun) {
        run.sandbox().conversation().awaitedBy(call.request);
        run.begins(call);
        call.loads(Duration.ofNanos(System.nanoTime() - begun), longestInit);
    }

    private void loaded(
            Call call, Member member, @Nullable Readiness readiness, @Nullable Throwable failure) {
        switch (readiness) {
            case null -> {
                if (!call.isOver()) {
                    Lives.end(member, "its Runtime API failed: " + failure);
                }
            }
            case Readiness.Ready _ -> handling.loaded(call, member);
            case Readiness.InitFailed(var type, var message, var payload) ->
                    handling.conclude(
                            call, member, new Ending.InitFailed(type, message, payload), false);
        }
    }
}

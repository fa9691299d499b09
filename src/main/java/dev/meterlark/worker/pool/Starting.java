package dev.meterlark.worker.pool;

import dev.meterlark.worker.Ending;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandboxes;

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

    private final Sandboxes sandboxes;
    private final Pool pool;
    private final Lives lives;
    private final CodeStore codes;
    private final Duration longestInit;
    private final Alarms alarms;
    private final Handling handling;

    Starting(
            Sandboxes sandboxes,
            Pool pool,
            Lives lives,
            CodeStore codes,
            PoolProperties properties,
            Alarms alarms,
            Handling handling) {
        this.sandboxes = sandboxes;
        this.pool = pool;
        this.lives = lives;
        this.codes = codes;
        this.longestInit = properties.longestInit();
        this.alarms = alarms;
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
            run = make(call, member, begun);
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

    private Run make(Call call, Member member, long begun) throws NoSandboxException, IOException {
        CodeStore.Held code = codes.hold(call.spec.code());
        try {
            var watching =
                    new Run.Watching(
                            overdue -> handling.overdue(overdue, member),
                            (lost, exit) -> handling.lost(lost, member, exit));
            var run = new Run(sandboxes.start(call.spec, code.folder()), alarms, watching);
            run.begins(call);
            call.loads(Duration.ofNanos(System.nanoTime() - begun), longestInit);
            lives.begin(member, run, code);
            return run;
        } catch (NoSandboxException | RuntimeException e) {
            code.close();
            throw e;
        }
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

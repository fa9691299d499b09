package dev.meterlark.worker.pool;

import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.sandbox.NoSandboxException;
import dev.meterlark.worker.sandbox.Sandboxes;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Makes sandboxes that no call waits for. One that fails is told to the log and to nobody else. */
final class Ahead {

    private static final Logger log = LoggerFactory.getLogger(Ahead.class);

    /** There are no calls to be told of. */
    private static final Run.Watching NOBODY = new Run.Watching(_ -> {}, (_, _) -> {});

    private final Sandboxes sandboxes;
    private final Pool pool;
    private final Lives lives;
    private final CodeStore codes;
    private final Duration longestInit;
    private final Alarms alarms;
    private final CrashLoops crashes;

    Ahead(
            Sandboxes sandboxes,
            Pool pool,
            Lives lives,
            CodeStore codes,
            PoolProperties properties,
            Alarms alarms,
            CrashLoops crashes) {
        this.sandboxes = sandboxes;
        this.pool = pool;
        this.lives = lives;
        this.codes = codes;
        this.longestInit = properties.longestInit();
        this.alarms = alarms;
        this.crashes = crashes;
    }

    /** Whether it would rather be left alone for a while: its last starts have failed. */
    boolean isCrashing(SandboxSpec spec) {
        return crashes.wait(Kind.of(spec), System.nanoTime()).isPositive();
    }

    /** Never blocks; each is made on a thread of its own. */
    void start(SandboxSpec spec, List<Member> members) {
        members.forEach(member -> Thread.ofVirtual().start(() -> start(spec, member)));
    }

    private void start(SandboxSpec spec, Member member) {
        Run run;
        try {
            run = make(spec, member);
        } catch (NoSandboxException | IOException | RuntimeException e) {
            pool.left(member);
            log.warn("No sandbox ahead of calls for {}", spec.functionArn(), e);
            return;
        }
        var ready = run.sandbox().conversation().ready();
        alarms.after(
                longestInit.toNanos(),
                () -> {
                    if (!ready.isDone()) {
                        failed(member, "its init took too long");
                    }
                });
        ready.whenComplete((readiness, failure) -> loaded(member, readiness, failure));
    }

    private Run make(SandboxSpec spec, Member member) throws NoSandboxException, IOException {
        CodeStore.Held code = codes.hold(spec.code());
        try {
            var run = new Run(sandboxes.start(spec, code.folder()), alarms, NOBODY);
            lives.begin(member, run, code);
            return run;
        } catch (NoSandboxException | RuntimeException e) {
            code.close();
            throw e;
        }
    }

    private void loaded(Member member, @Nullable Readiness readiness, @Nullable Throwable failure) {
        switch (readiness) {
            case null -> failed(member, "its Runtime API failed: " + failure);
            case Readiness.Ready _ -> {
                crashes.started(member.kind());
                lives.ready(member);
            }
            case Readiness.InitFailed _ -> failed(member, "its init failed");
        }
    }

    private void failed(Member member, String reason) {
        crashes.failed(member.kind(), System.nanoTime());
        Thread.ofVirtual().start(() -> Lives.end(member, reason));
    }
}

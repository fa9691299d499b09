package dev.meterlark.worker.pool;

import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.sandbox.NoSandboxException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Makes sandboxes that no call waits for. One that fails is told to the log and to nobody else. */
final class Ahead {

    private static final Logger log = LoggerFactory.getLogger(Ahead.class);

    private final Pool pool;
    private final Lives lives;
    private final Making making;
    private final Duration longestInit;
    private final Alarms alarms;
    private final CrashLoops crashes;

    Ahead(
            Pool pool,
            Lives lives,
            Making making,
            Duration longestInit,
            Alarms alarms,
            CrashLoops crashes) {
        this.pool = pool;
        this.lives = lives;
        this.making = making;
        this.longestInit = longestInit;
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
            run = making.make(spec, member, _ -> {});
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

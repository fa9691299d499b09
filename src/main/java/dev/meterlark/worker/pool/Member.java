package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * One sandbox of the pool, from the moment there was room for it. The pool's lock guards {@code
 * state} and {@code since}; its own monitor guards whether it is frozen.
 */
final class Member {

    enum State {
        /** Being made, or running a call. */
        BUSY,
        /** Has answered and has not asked for the next event. */
        SETTLING,
        IDLE,
        GONE
    }

    State state = State.BUSY;
    long since = System.nanoTime();

    private final Kind kind;
    private final int memoryMiB;
    private final long born = System.nanoTime();
    private volatile @Nullable Run run;
    private boolean wanted = true;
    private boolean frozen;

    Member(Kind kind, int memoryMiB) {
        this.kind = kind;
        this.memoryMiB = memoryMiB;
    }

    Kind kind() {
        return kind;
    }

    AccountId account() {
        return kind.account();
    }

    int memoryMiB() {
        return memoryMiB;
    }

    boolean isOlderThan(Duration life) {
        return System.nanoTime() - born > life.toNanos();
    }

    void runs(Run run) {
        this.run = run;
    }

    Run run() {
        return Objects.requireNonNull(run, "a sandbox that was not made yet");
    }

    Sandbox sandbox() {
        return run().sandbox();
    }

    /** Its processes run from here on, until {@link #rest} allows to freeze them. */
    synchronized void wake() {
        wanted = true;
        if (frozen) {
            sandbox().thaw();
            frozen = false;
        }
    }

    synchronized void rest() {
        wanted = false;
    }

    /** Does nothing when a call has taken it meanwhile. */
    synchronized void freeze() {
        if (!wanted && !frozen) {
            sandbox().freeze();
            frozen = true;
        }
    }

    /** Ends it, if it was ever made; its exit sees to the rest. */
    void end(String reason) {
        Run made = run;
        if (made != null) {
            made.sandbox().kill(reason);
        }
    }
}

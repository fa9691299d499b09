package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;

/**
 * One sandbox of the pool, from the moment there was room for it. The pool's lock guards its slots;
 * its own monitor guards whether it is frozen.
 */
final class Member {

    enum State {
        /** Being made, or running a call. */
        BUSY,
        /** Has answered every call and has not asked for the next event. */
        SETTLING,
        /** All its slots are free. */
        IDLE,
        GONE
    }

    private final Kind kind;
    private final int memoryMiB;
    private final Slots slots;
    private final long born = System.nanoTime();
    private volatile @Nullable Run run;

    /** Calls, and its start, that need its processes to run. */
    private int wanted = 1;

    private boolean frozen;

    private Member(Kind kind, int memoryMiB, Slots slots) {
        this.kind = kind;
        this.memoryMiB = memoryMiB;
        this.slots = slots;
    }

    /** Made for a call, which has one of the slots. */
    static Member forCall(Kind kind, int memoryMiB, int slots) {
        return new Member(kind, memoryMiB, new Slots(slots, 1));
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

    /** Only under the pool's lock. */
    Slots slots() {
        return slots;
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

    /** Its processes run from here on, until {@link #rest} was said as often. */
    synchronized void wake() {
        wanted++;
        if (frozen) {
            sandbox().thaw();
            frozen = false;
        }
    }

    synchronized void rest() {
        wanted--;
    }

    /** Does nothing when a call has taken it meanwhile. */
    synchronized void freeze() {
        if (wanted == 0 && !frozen) {
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

package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.sandbox.Sandbox;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One sandbox of the pool, from the moment there was room for it. The pool's lock guards its slots;
 * its own monitor is held while it is frozen or thawed.
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

    private static final int FROZEN = -1;

    private final Kind kind;
    private final int memoryMiB;
    private final Slots slots;
    private final long born = System.nanoTime();
    private volatile @Nullable Run run;

    /** Calls, and its start, that need its processes to run; {@link #FROZEN} when they do not. */
    private final AtomicInteger wanted = new AtomicInteger(1);

    private Member(Kind kind, int memoryMiB, Slots slots) {
        this.kind = kind;
        this.memoryMiB = memoryMiB;
        this.slots = slots;
    }

    /** Made for a call, which has one of the slots. */
    static Member forCall(Kind kind, int memoryMiB, int slots) {
        return new Member(kind, memoryMiB, new Slots(slots, 1));
    }

    /** Made before any call. */
    static Member ahead(Kind kind, int memoryMiB, int slots) {
        return new Member(kind, memoryMiB, new Slots(slots, 0));
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

    /** Its processes run from here on, until {@link #rest} was said as often. May block. */
    synchronized void wake() {
        if (!wakeAtOnce()) {
            sandbox().thaw();
            wanted.set(1);
        }
    }

    /** As {@link #wake}, but never blocks; false when it would have to be thawed. */
    boolean wakeAtOnce() {
        return wanted.updateAndGet(count -> count == FROZEN ? FROZEN : count + 1) != FROZEN;
    }

    void rest() {
        wanted.decrementAndGet();
    }

    /** Does nothing when a call has taken it meanwhile. */
    synchronized void freeze() {
        if (wanted.compareAndSet(0, FROZEN)) {
            sandbox().freeze();
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

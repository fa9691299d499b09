package dev.meterlark.worker.pool;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How the slots of one sandbox are used: a slot is free, has a call, or still works after one.
 * Never more calls and afterworks than slots. Not thread-safe; the pool's lock guards it.
 */
final class Slots {

    private final int all;
    private final Set<Afterwork> afterworks = new LinkedHashSet<>();
    private int calls;

    /** Calls that wait for its start, each for a slot. */
    private int promised;

    private boolean starting = true;
    private boolean leaving;
    private boolean gone;
    private long idleSince;

    Slots(int all, int calls) {
        this.all = all;
        this.calls = calls;
    }

    Member.State state() {
        if (gone) {
            return Member.State.GONE;
        }
        if (starting || calls > 0) {
            return Member.State.BUSY;
        }
        if (!afterworks.isEmpty()) {
            return Member.State.SETTLING;
        }
        return leaving ? Member.State.BUSY : Member.State.IDLE;
    }

    /** Whether a call could be given to it. */
    boolean hasFree() {
        return !starting && !leaving && !gone && taken() < all;
    }

    boolean areAllFree() {
        return taken() == 0;
    }

    boolean isIdle() {
        return state() == Member.State.IDLE;
    }

    boolean isGone() {
        return gone;
    }

    boolean isStarting() {
        return starting && !gone;
    }

    /** Whether a waiting call can count on a slot once the sandbox has started. */
    boolean promise() {
        if (!isStarting() || taken() + promised >= all) {
            return false;
        }
        promised++;
        return true;
    }

    void promiseNoMore() {
        promised--;
    }

    void started() {
        starting = false;
        idleSince = System.nanoTime();
    }

    void callBegins() {
        if (!hasFree()) {
            throw new IllegalStateException(
                    "a call for a sandbox with %d of %d slots taken".formatted(taken(), all));
        }
        calls++;
    }

    /** Its slot is free. */
    void callEnds() {
        if (calls == 0) {
            throw new IllegalStateException("a call ended in a sandbox that has none");
        }
        calls--;
        idleSince = System.nanoTime();
    }

    /** Its slot is not free yet. */
    void settles(Afterwork afterwork) {
        callEnds();
        afterworks.add(afterwork);
    }

    void settled(Afterwork afterwork) {
        if (!afterworks.remove(afterwork)) {
            throw new IllegalStateException("a slot settled twice");
        }
        idleSince = System.nanoTime();
    }

    int settling() {
        return afterworks.size();
    }

    /** From here on no call is given to it. */
    void leave() {
        leaving = true;
    }

    void go() {
        gone = true;
    }

    /** Meaningless unless it is idle. */
    long idleNanos(long now) {
        return now - idleSince;
    }

    boolean settlesForLongerThan(long nanos, long now) {
        return !gone && afterworks.stream().anyMatch(each -> each.isOlderThan(nanos, now));
    }

    private int taken() {
        return calls + afterworks.size();
    }
}

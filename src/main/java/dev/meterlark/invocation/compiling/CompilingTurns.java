package dev.meterlark.invocation.compiling;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * So many compile at once, in the order in which they came, and of each account one: an account is
 * in the set from before it waits until its turn is over.
 */
final class CompilingTurns {

    private final Semaphore free;
    private final Duration longestWait;
    private final Set<AccountId> compiling = ConcurrentHashMap.newKeySet();

    CompilingTurns(int atOnce, Duration longestWait) {
        this.free = new Semaphore(atOnce, true);
        this.longestWait = longestWait;
    }

    /** To be closed when the compiler has ended. */
    interface Turn extends AutoCloseable {

        @Override
        void close();
    }

    Turn take(AccountId account) {
        if (!compiling.add(account)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_RATE,
                    "the account compiles another source at the moment; try again when that is"
                            + " done",
                    Duration.ofSeconds(1));
        }
        if (!waited()) {
            compiling.remove(account);
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY,
                    "others compile at the moment; try again",
                    Duration.ofSeconds(1));
        }
        return () -> {
            free.release();
            compiling.remove(account);
        };
    }

    private boolean waited() {
        try {
            return free.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package dev.meterlark.trigger.kafka;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Tests of connections that run: each holds a request for as long as a cluster may take to answer.
 * Guarded by its monitor: no account has more than one, nor this node more than its bound.
 */
final class Trials {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final int most;
    private final Set<AccountId> running = new HashSet<>();

    Trials(int most) {
        this.most = most;
    }

    /** What ends with its {@code close}, once. */
    interface Trial extends AutoCloseable {

        @Override
        void close();
    }

    synchronized Trial begin(AccountId account) {
        if (running.contains(account)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_RATE,
                    "a Kafka connection of this account is tested already; wait for what comes of"
                            + " it, then try again",
                    SOON);
        }
        if (running.size() >= most) {
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY,
                    "as many Kafka connections are tested as this node does at once; try again",
                    SOON);
        }
        running.add(account);
        return () -> end(account);
    }

    private synchronized void end(AccountId account) {
        running.remove(account);
    }
}

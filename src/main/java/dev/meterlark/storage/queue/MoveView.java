package dev.meterlark.storage.queue;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A move of messages out of a dead-letter queue, as far as it has come.
 *
 * @param destination a queue; null for where each message came from
 * @param perSecond messages at most; null for no bound
 * @param toMove messages that were there when it began
 * @param failure why it failed
 */
public record MoveView(
        MoveId id,
        @Nullable String destination,
        State state,
        @Nullable Integer perSecond,
        long moved,
        long toMove,
        @Nullable String failure,
        Instant startedAt) {

    /** Only forward, and from the first two only. */
    public enum State {
        RUNNING,
        CANCELLING,
        COMPLETED,
        CANCELLED,
        FAILED
    }

    boolean isUnderWay() {
        return switch (state) {
            case RUNNING, CANCELLING -> true;
            case COMPLETED, CANCELLED, FAILED -> false;
        };
    }
}

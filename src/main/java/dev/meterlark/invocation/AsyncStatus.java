package dev.meterlark.invocation;

import java.util.Locale;

/** Where an asynchronous call stands. It only moves forward, but for a retry. */
public enum AsyncStatus {
    /** Waits: for its time, its turn, room, or its next attempt. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    EXPIRED,
    CANCELLED;

    /** In the API: {@code queued}, {@code running}, … */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean ended() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case SUCCEEDED, FAILED, EXPIRED, CANCELLED -> true;
        };
    }
}

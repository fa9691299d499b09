package dev.meterlark.telemetry;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which lines to find.
 *
 * @param text that they hold, in capitals or not; empty for any
 * @param atLeast how bad they are
 * @param version of the function that printed them; null for any
 * @param call that printed them; null for any
 * @param from calls that ended then or later; null for all
 * @param to calls that ended before; null for all
 * @param cursor from the page before; null for the newest
 */
public record LogWanted(
        String text,
        LogLevel atLeast,
        @Nullable String version,
        @Nullable InvocationId call,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String cursor,
        int limit) {

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1000;
    private static final int LONGEST_TEXT = 200;

    /** The newest lines. */
    public static LogWanted newest(int limit) {
        return new LogWanted("", LogLevel.NONE, null, null, null, null, null, limit);
    }

    public LogWanted {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be between 1 and %d, was: %d".formatted(MAX_LIMIT, limit));
        }
        if (text.length() > LONGEST_TEXT) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "text must have at most %d characters, had: %d"
                            .formatted(LONGEST_TEXT, text.length()));
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "from must be before to, was: from %s, to %s".formatted(from, to));
        }
    }
}

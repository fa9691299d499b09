package dev.meterlark.telemetry;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

/**
 * Which calls of a function to show.
 *
 * @param cursor from the page before; null for the newest
 * @param status null for all
 */
public record CallQuery(@Nullable String cursor, int limit, @Nullable CallStatus status) {

    public static final int DEFAULT_LIMIT = 20;
    public static final int MAX_LIMIT = 100;

    public CallQuery {
        requireLimit(limit);
    }

    public static CallQuery newest(int limit) {
        return new CallQuery(null, limit, null);
    }

    static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be between 1 and %d, was: %d".formatted(MAX_LIMIT, limit));
        }
    }
}

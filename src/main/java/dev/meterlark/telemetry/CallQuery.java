package dev.meterlark.telemetry;

import dev.meterlark.metering.Made;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which calls to show.
 *
 * @param cursor from the page before; null for the newest
 * @param status null for all
 * @param from those that began then or later; null for all
 * @param to those that began before; null for all
 * @param made by what; see {@link CallMaking}
 */
public record CallQuery(
        @Nullable String cursor,
        int limit,
        @Nullable CallStatus status,
        @Nullable Instant from,
        @Nullable Instant to,
        Made made) {

    public static final int DEFAULT_LIMIT = 20;
    public static final int MAX_LIMIT = 100;

    public CallQuery {
        requireLimit(limit);
        if (from != null && to != null && !from.isBefore(to)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "from must be before to, was: from %s, to %s".formatted(from, to));
        }
    }

    /** Whenever they began. */
    public CallQuery(@Nullable String cursor, int limit, @Nullable CallStatus status) {
        this(cursor, limit, status, null, null, Made.ANYHOW);
    }

    public static CallQuery newest(int limit) {
        return new CallQuery(null, limit, null);
    }

    /** Whether few calls of a function may be meant by it. */
    boolean isNarrow() {
        return status == CallStatus.FAILED || !made.isAnyhow();
    }

    static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be between 1 and %d, was: %d".formatted(MAX_LIMIT, limit));
        }
    }
}

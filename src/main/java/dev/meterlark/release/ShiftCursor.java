package dev.meterlark.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;

/** The last shift of a stretch, by its beginning and, among equal ones, its id. */
record ShiftCursor(Instant at, UUID id) {

    private static final int USUALLY_LISTED = 50;
    private static final int MOST_LISTED = 100;
    private static final ShiftCursor NEWEST =
            new ShiftCursor(Instant.parse("9999-12-31T00:00:00Z"), new UUID(0, 0));

    static ShiftCursor parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return NEWEST;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split("\\|", 2);
            Instant at = Instant.parse(parts[0]);
            if (!at.isBefore(Instant.EPOCH) && at.isBefore(NEWEST.at)) {
                return new ShiftCursor(at, UUID.fromString(parts[1]));
            }
        } catch (IllegalArgumentException
                | DateTimeParseException
                | ArrayIndexOutOfBoundsException e) {
            // said below
        }
        throw new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "cursor is not one that this list answered with; leave it out to start over");
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at + "|" + id).getBytes(UTF_8));
    }

    /** How many items a stretch may have. */
    static int limit(@Nullable Integer asked) {
        int limit = asked == null ? USUALLY_LISTED : asked;
        if (limit < 1 || limit > MOST_LISTED) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be from 1 to %d, was: %d".formatted(MOST_LISTED, limit));
        }
        return limit;
    }
}

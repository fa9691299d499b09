package dev.meterlark.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;

/**
 * The last item of a stretch, by its instant and, among equal instants, its id. It only says where
 * to go on: whose list it is, is never read from it.
 */
record Cursor(Instant at, String id) {

    static @Nullable Cursor parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split("\\|", 2);
            return new Cursor(Instant.parse(parts[0]), parts[1]);
        } catch (IllegalArgumentException
                | DateTimeParseException
                | ArrayIndexOutOfBoundsException e) {
            throw unknown();
        }
    }

    /** The id of a list that is ordered by number. */
    long number() {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    /** The id of a list that is ordered by age, where ids are UUIDs. */
    UUID uuid() {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at + "|" + id).getBytes(UTF_8));
    }

    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "cursor is not one that this list answered with; leave it out to start over");
    }

    /** How many items a stretch may have. */
    static int limit(@Nullable Integer asked) {
        int limit = asked == null ? 50 : asked;
        if (limit < 1 || limit > 100) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, "limit must be from 1 to 100, was: " + limit);
        }
        return limit;
    }
}

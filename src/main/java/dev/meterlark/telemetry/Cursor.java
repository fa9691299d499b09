package dev.meterlark.telemetry;

import dev.meterlark.metering.Attempts;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;

/** Where a list goes on, by the last row that was shown: rows that come later do not move it. */
final class Cursor {

    private Cursor() {}

    /** The last call shown. */
    record AfterCall(Instant startedAt, InvocationId invocation, int attempt) {

        String encoded() {
            return encode(
                    Columns.instant(startedAt).toInstant() + "/" + invocation + "/" + attempt);
        }

        Attempts.Place place() {
            return new Attempts.Place(startedAt, invocation, attempt);
        }

        static AfterCall parse(String cursor) {
            return decode(
                    cursor,
                    text -> {
                        String[] parts = text.split("/", 3);
                        return new AfterCall(
                                Instant.parse(parts[0]),
                                InvocationId.parse(parts[1]),
                                Integer.parseInt(parts[2]));
                    });
        }
    }

    /** The last log shown, by its position. */
    static String afterLog(long position) {
        return encode(Long.toString(position));
    }

    static long parseLog(String cursor) {
        return decode(cursor, Long::parseLong);
    }

    static String encode(String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static <T> T decode(String cursor, Function<String, T> read) {
        try {
            return read.apply(
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            String shown = cursor.length() <= 60 ? cursor : cursor.substring(0, 60) + "…";
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor must be the nextCursor of the page before, was: " + shown);
        }
    }
}

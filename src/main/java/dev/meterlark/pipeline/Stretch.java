package dev.meterlark.pipeline;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * Which part of a list is asked for.
 *
 * @param after what the item before it is called; empty for the beginning
 */
record Stretch(String after, int most) {

    private static final int MOST_LISTED = 100;
    private static final int USUALLY_LISTED = 50;

    static Stretch of(@Nullable String cursor, @Nullable Integer limit) {
        int most = limit == null ? USUALLY_LISTED : limit;
        if (most < 1 || most > MOST_LISTED) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be from 1 to %d, was: %d".formatted(MOST_LISTED, most));
        }
        return new Stretch(cursor == null ? "" : read(cursor), most);
    }

    /** One more than asked for, which tells whether there is a next stretch. */
    Limit limit() {
        return Limit.of(most + 1);
    }

    /** Of a list that is read from its highest number down. */
    int before() {
        try {
            return after.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(after);
        } catch (NumberFormatException e) {
            throw unknown();
        }
    }

    <T> List<T> items(List<T> found) {
        return found.size() > most ? found.subList(0, most) : found;
    }

    /** Null at the end of the list. */
    <T> @Nullable String nextCursor(List<T> found, Function<T, String> name) {
        return found.size() > most ? written(name.apply(found.get(most - 1))) : null;
    }

    private static String written(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String cursor) {
        try {
            String name = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (name.chars().noneMatch(Character::isISOControl)) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw unknown();
    }

    private static RefusedException unknown() {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "cursor is not one that this list answered with; leave it out to start over");
    }
}

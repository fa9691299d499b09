package dev.meterlark.platform;

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
public record Stretch(String after, int most) {

    private static final int MOST_LISTED = 100;
    private static final int USUALLY_LISTED = 50;

    /**
     * @throws RefusedException when the cursor is none, or the limit is out of bounds
     */
    public static Stretch of(@Nullable String cursor, @Nullable Integer limit) {
        int most = limit == null ? USUALLY_LISTED : limit;
        if (most < 1 || most > MOST_LISTED) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be from 1 to %d, was: %d".formatted(MOST_LISTED, most));
        }
        return new Stretch(cursor == null ? "" : read(cursor), most);
    }

    /** One more than asked for, which tells whether there is a next stretch. */
    public Limit limit() {
        return Limit.of(most + 1);
    }

    /**
     * Of a list that is read from its highest number down.
     *
     * @param largest that a number of the list may be; the beginning
     */
    public long before(long largest) {
        if (after.isEmpty()) {
            return largest;
        }
        try {
            long number = Long.parseLong(after);
            if (number <= largest && number >= -largest - 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw unknown();
    }

    public <T> List<T> items(List<T> found) {
        return found.size() > most ? found.subList(0, most) : found;
    }

    /** Null at the end of the list. */
    public <T> @Nullable String nextCursor(List<T> found, Function<T, String> name) {
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

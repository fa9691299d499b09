package dev.meterlark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.account.Page;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * Where a list by name goes on, and how far.
 *
 * @param after the last name of the page before; empty at the beginning
 * @param limit items of a page
 */
public record Listing(String after, int limit) {

    private static final int USUAL = 50;

    /**
     * @throws RefusedException when the cursor is none, or the limit is out of bounds
     */
    public static Listing of(@Nullable String cursor, @Nullable Integer limit, int most) {
        int asked = limit == null ? Math.min(USUAL, most) : limit;
        if (asked < 1 || asked > most) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be from 1 to %d, was: %d".formatted(most, asked));
        }
        return new Listing(nameIn(cursor), asked);
    }

    /** One more than is shown tells that there is another page. */
    public int limitAndOne() {
        return limit + 1;
    }

    public <T, R> Page<R> page(List<T> oneMore, Function<T, String> name, Function<T, R> shownAs) {
        List<T> shown = oneMore.subList(0, Math.min(limit, oneMore.size()));
        return new Page<>(
                shown.stream().map(shownAs).toList(),
                oneMore.size() > limit ? cursor(name.apply(shown.getLast())) : null);
    }

    public static String cursor(String name) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(UTF_8));
    }

    private static String nameIn(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return "";
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "cursor is not one that this list answered with; leave it out to start over");
        }
    }
}

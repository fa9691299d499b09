package dev.meterlark.billing.web;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A stretch of a list that is worked out anew for each page: its cursor is how many items stood
 * before it.
 */
record Pieces<T>(List<T> items, @Nullable String nextCursor) {

    private static final int MOST = 1_000;

    /**
     * @throws RefusedException when the cursor is none, or the limit is out of bounds
     */
    static <T> Pieces<T> of(List<T> all, @Nullable String cursor, @Nullable Integer limit) {
        int most = limit == null ? MOST : limit;
        if (most < 1 || most > MOST) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "limit must be from 1 to %d, was: %d".formatted(MOST, most));
        }
        int from = Math.min(cursor == null ? 0 : read(cursor), all.size());
        int to = Math.min(from + most, all.size());
        return new Pieces<>(
                List.copyOf(all.subList(from, to)), to < all.size() ? written(to) : null);
    }

    private static String written(int before) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Integer.toString(before).getBytes(StandardCharsets.UTF_8));
    }

    private static int read(String cursor) {
        try {
            int before =
                    Integer.parseInt(
                            new String(
                                    Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8));
            if (before >= 0 && before < Integer.MAX_VALUE - MOST) {
                return before;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "cursor is not one that this list answered with; leave it out to start over");
    }
}

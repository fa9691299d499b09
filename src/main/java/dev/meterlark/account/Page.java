package dev.meterlark.account;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;

/**
 * A stretch of a list.
 *
 * @param nextCursor where the next stretch begins, opaque; null at the list's end
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    /** From one item more than was asked for, which only tells that there is a next stretch. */
    static <T> Page<T> of(List<T> oneMore, int limit, Function<T, Cursor> cursorOf) {
        if (oneMore.size() <= limit) {
            return new Page<>(List.copyOf(oneMore), null);
        }
        List<T> items = List.copyOf(oneMore.subList(0, limit));
        return new Page<>(items, cursorOf.apply(items.getLast()).text());
    }

    public <R> Page<R> map(Function<? super T, ? extends R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), nextCursor);
    }
}

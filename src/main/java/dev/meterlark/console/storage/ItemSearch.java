package dev.meterlark.console.storage;

import dev.meterlark.storage.table.ItemQuery;

import org.jspecify.annotations.Nullable;

/**
 * Which items a page shows. An empty field restricts nothing.
 *
 * @param by {@code index}, else by their keys
 */
record ItemSearch(
        @Nullable String by,
        @Nullable String prefix,
        @Nullable String equal,
        @Nullable String from,
        @Nullable String to,
        @Nullable String order,
        @Nullable String cursor) {

    private static final int SHOWN = 50;

    public boolean isByIndex() {
        return "index".equals(by);
    }

    /** Whether anything restricts them. */
    public boolean isNarrow() {
        return some(prefix) != null
                || some(equal) != null
                || some(from) != null
                || some(to) != null;
    }

    ItemQuery query() {
        return new ItemQuery(
                isByIndex() ? some(equal) : null,
                some(prefix),
                some(from),
                some(to),
                some(order),
                some(cursor),
                SHOWN);
    }

    private static @Nullable String some(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}

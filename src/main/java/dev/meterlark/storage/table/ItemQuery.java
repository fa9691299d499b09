package dev.meterlark.storage.table;

import org.jspecify.annotations.Nullable;

/**
 * Which items are asked for, by their keys or by the table's index: all bounds at once.
 *
 * @param equal exactly this; of the index alone
 * @param prefix the beginning of text
 * @param from the first that is wanted
 * @param to the first that is not wanted
 * @param order {@code asc}, as usual, or {@code desc}
 * @param limit null for as many as is usual
 */
public record ItemQuery(
        @Nullable String equal,
        @Nullable String prefix,
        @Nullable String from,
        @Nullable String to,
        @Nullable String order,
        @Nullable String cursor,
        @Nullable Integer limit) {}

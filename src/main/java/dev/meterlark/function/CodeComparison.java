package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Files that differ between two packages of a function, by path.
 *
 * @param from digest of the package that was before
 * @param to digest of the other one
 * @param nextCursor for those that follow; null at the end
 */
public record CodeComparison(
        String from, String to, List<Item> items, @Nullable String nextCursor) {

    /**
     * @param before null when there was none
     * @param after null when there is none any more
     */
    public record Item(String path, @Nullable Side before, @Nullable Side after) {}

    /**
     * @param size in bytes
     * @param text null when it is no UTF-8 text, or too large to be shown as one
     */
    public record Side(long size, @Nullable String text) {}
}

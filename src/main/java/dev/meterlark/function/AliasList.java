package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A stretch of a function's aliases, by name.
 *
 * @param nextCursor where the next stretch begins, opaque; null at the end
 */
public record AliasList(List<AliasView> items, @Nullable String nextCursor) {}

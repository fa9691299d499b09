package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A stretch of the moves of an alias, the newest first; the oldest are not kept.
 *
 * @param nextCursor where the next stretch begins, opaque; null at the end
 */
public record AliasMoves(List<AliasMoveView> items, @Nullable String nextCursor) {}

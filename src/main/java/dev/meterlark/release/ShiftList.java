package dev.meterlark.release;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A stretch of the shifts of an alias, the newest first.
 *
 * @param nextCursor where the next stretch begins, opaque; null at the end
 */
public record ShiftList(List<ShiftView> items, @Nullable String nextCursor) {}

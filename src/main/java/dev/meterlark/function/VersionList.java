package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A stretch of a function's published versions, the newest first.
 *
 * @param nextCursor where the next stretch begins, opaque; null at the end
 */
public record VersionList(List<VersionView> items, @Nullable String nextCursor) {}

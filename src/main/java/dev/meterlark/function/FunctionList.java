package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A stretch of an account's functions, by name.
 *
 * @param nextCursor where the next stretch begins, opaque; null at the end
 */
public record FunctionList(List<FunctionView> items, @Nullable String nextCursor) {}

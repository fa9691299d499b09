package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;

import org.jspecify.annotations.Nullable;

/**
 * What a name means for one attempt: with an alias of several versions, the next may get another.
 *
 * @param alias that chose the version; null when the caller named the version itself
 */
record Resolved(FunctionSnapshot function, @Nullable String alias) {}

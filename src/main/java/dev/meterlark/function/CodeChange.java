package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * How a package is to be changed.
 *
 * @param digest of the package that was looked at: refused when it is another one by now; null for
 *     whatever it is
 * @param files texts by path; null for files that are to go
 */
public record CodeChange(@Nullable String digest, @Nullable Map<String, @Nullable String> files) {}

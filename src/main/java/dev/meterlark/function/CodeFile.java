package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

/**
 * One file of a package.
 *
 * @param digest of the package
 * @param size in bytes
 * @param text null when it is no UTF-8 text, or too large to be changed as one
 */
public record CodeFile(String digest, String path, long size, @Nullable String text) {}

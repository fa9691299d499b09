package dev.meterlark.function.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * How a function is called by its own URL.
 *
 * @param id its name in host names: 32 letters and digits
 * @param cors null when the function answers web pages of other origins itself
 */
public record FunctionUrl(String id, UrlAuth auth, @Nullable Cors cors) {}

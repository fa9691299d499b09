package dev.meterlark.function;

import dev.meterlark.function.snapshot.Cors;

import org.jspecify.annotations.Nullable;

/**
 * A function's URL as its members see it.
 *
 * @param url under a host name of the function's own
 * @param pathUrl for tools that do not resolve such names; all functions share its origin
 * @param revision the function's
 */
public record UrlView(
        String name, String url, String pathUrl, String auth, @Nullable Cors cors, long revision) {}

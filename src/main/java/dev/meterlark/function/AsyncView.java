package dev.meterlark.function;

import dev.meterlark.function.AsyncSettings.DestinationSettings;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a function's asynchronous calls, as its members see it.
 *
 * @param name the function's
 * @param maxAge seconds
 * @param resultKeptFor seconds
 */
public record AsyncView(
        String name,
        int maxRetries,
        long maxAge,
        long resultKeptFor,
        @Nullable DestinationSettings onSuccess,
        @Nullable DestinationSettings onFailure) {}

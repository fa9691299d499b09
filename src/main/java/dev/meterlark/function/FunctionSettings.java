package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What a caller wants a function to be; null is what is usual, or, in a change, what it was.
 *
 * @param runtime exact ({@code nodejs20}) or a family ({@code nodejs})
 * @param memoryMb MiB
 * @param timeout whole seconds
 * @param concurrency calls at the same moment in one sandbox
 * @param maxConcurrency calls at the same moment over all sandboxes; 0 for up to the account's
 * @param egress {@code none} or {@code internet}
 * @param tags all of them, those before are gone
 * @param environment all variables, those before are gone
 */
public record FunctionSettings(
        @Nullable String runtime,
        @Nullable String handler,
        @Nullable String description,
        @Nullable Integer memoryMb,
        @Nullable Integer timeout,
        @Nullable Integer concurrency,
        @Nullable Integer maxConcurrency,
        @Nullable String egress,
        @Nullable WarmWish keepWarm,
        @Nullable Map<String, @Nullable String> tags,
        @Nullable Map<String, @Nullable String> environment) {

    /** Leaves all else as it was. */
    public static FunctionSettings only(Map<String, @Nullable String> environment) {
        return new FunctionSettings(
                null, null, null, null, null, null, null, null, null, null, environment);
    }

    /** Leaves all else as it was. */
    public static FunctionSettings tags(Map<String, @Nullable String> tags) {
        return new FunctionSettings(
                null, null, null, null, null, null, null, null, null, tags, null);
    }

    /** Leaves all else as it was. */
    public static FunctionSettings keepWarm(WarmWish wish) {
        return new FunctionSettings(
                null, null, null, null, null, null, null, null, wish, null, null);
    }
}

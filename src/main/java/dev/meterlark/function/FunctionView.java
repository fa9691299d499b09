package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A function as its members see it.
 *
 * @param memoryMb MiB
 * @param timeout whole seconds
 * @param concurrency calls at the same moment; 0 for up to the account's
 * @param urlId its name in host names
 * @param code null before the first upload
 * @param environment null for who may not change it, and in lists
 */
public record FunctionView(
        String id,
        String name,
        String runtime,
        String handler,
        String description,
        int memoryMb,
        int timeout,
        int concurrency,
        String urlId,
        long revision,
        @Nullable CodeView code,
        @Nullable Map<String, String> environment,
        int variables,
        Instant createdAt,
        Instant changedAt) {

    /**
     * @param digest SHA-256 of the stored package
     * @param size bytes of the stored package
     */
    public record CodeView(String digest, long size) {}
}

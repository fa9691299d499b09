package dev.meterlark.function;

import dev.meterlark.function.packages.RuntimeFamily;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A function as its members see it.
 *
 * @param memoryMb MiB
 * @param timeout whole seconds
 * @param concurrency calls at the same moment in one sandbox
 * @param maxConcurrency calls at the same moment over all sandboxes; 0 for up to the account's
 * @param egress {@code none} or {@code internet}
 * @param urlId its name in host names
 * @param url its own address, as most clients can reach it
 * @param urlAuth who may call it there: {@code none}, {@code key} or {@code aws-iam}
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
        int maxConcurrency,
        String egress,
        WarmWish keepWarm,
        String urlId,
        String url,
        String urlAuth,
        long revision,
        @Nullable CodeView code,
        Map<String, String> tags,
        @Nullable Map<String, String> environment,
        int variables,
        Instant createdAt,
        Instant changedAt) {

    /** Whether its runtime can run several calls in one sandbox. */
    public boolean mayRunSeveralAtOnce() {
        return RuntimeFamily.offering(runtime).runsSeveralAtOnce();
    }

    /**
     * @param digest SHA-256 of the stored package
     * @param size bytes of the stored package
     */
    public record CodeView(String digest, long size) {}
}

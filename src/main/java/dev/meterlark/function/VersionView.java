package dev.meterlark.function;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A published version as the members of its account see it.
 *
 * @param version its number
 * @param function the function's name
 * @param memoryMb MiB
 * @param timeout whole seconds
 * @param concurrency calls at the same moment in one sandbox
 * @param egress {@code none} or {@code internet}
 * @param keepWarm the one thing that may be changed
 * @param url its own address, as most clients can reach it
 * @param environment null for who may not change the function, and in lists
 */
public record VersionView(
        String version,
        String function,
        String runtime,
        String handler,
        String description,
        int memoryMb,
        int timeout,
        int concurrency,
        String egress,
        WarmWish keepWarm,
        String url,
        FunctionView.CodeView code,
        @Nullable Map<String, String> environment,
        int variables,
        Instant publishedAt) {}

package dev.meterlark.console;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A function as its pages show it.
 *
 * @param digest and codeSize are null before the first upload
 */
record FunctionHead(
        String name,
        String runtime,
        String handler,
        String description,
        int memoryMiB,
        long timeoutSeconds,
        int concurrency,
        boolean hasCode,
        @Nullable String digest,
        @Nullable String codeSize,
        Instant changedAt) {}

package dev.meterlark.cli;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** What a function shall be; what is null stays, or is guessed. */
record Wishes(
        String name,
        @Nullable String runtime,
        @Nullable String handler,
        @Nullable Integer memoryMiB,
        @Nullable Integer timeoutSeconds,
        @Nullable Map<String, String> environment) {}

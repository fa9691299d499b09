package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * One run of one call, as far as it is known before it runs.
 *
 * @param number 1 for the first
 * @param alias the qualifier that chose the version; null when the caller named the version itself
 * @param trigger that made it run; null when none did
 */
record Attempt(
        InvocationId id,
        int number,
        FunctionSnapshot function,
        @Nullable String alias,
        String source,
        Lineage lineage,
        @Nullable UUID trigger,
        Instant startedAt,
        long requestBytes) {}

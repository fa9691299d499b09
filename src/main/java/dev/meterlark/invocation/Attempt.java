package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.InvocationId;

import java.time.Instant;

/**
 * One run of one call, as far as it is known before it runs.
 *
 * @param number 1 for the first
 */
record Attempt(
        InvocationId id,
        int number,
        FunctionSnapshot function,
        String source,
        Instant startedAt,
        long requestBytes) {}

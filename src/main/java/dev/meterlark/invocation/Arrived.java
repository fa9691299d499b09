package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;

import java.time.Instant;

/**
 * A call as it came in, before anyone looked at what it wants.
 *
 * @param attempt 1 for the first
 */
record Arrived(
        InvocationId id,
        int attempt,
        Instant at,
        AccountId account,
        FunctionRef wanted,
        Event event) {}

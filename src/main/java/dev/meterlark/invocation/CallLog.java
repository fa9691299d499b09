package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import java.time.Instant;

/**
 * What a function printed during one call; may be lost with the process, unlike an {@link
 * InvocationRecord}.
 */
public record CallLog(
        InvocationId invocation,
        int attempt,
        AccountId account,
        FunctionId function,
        String functionName,
        String version,
        Instant endedAt,
        byte[] text,
        long truncatedBytes) {}

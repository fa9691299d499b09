package dev.meterlark.invocation.deadletter;

import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A call that was given up on, without its event.
 *
 * @param qualifier as its caller said
 * @param executedVersion of the last attempt; null when there was none
 * @param trigger that made it; null when none did
 * @param eventBytes how long its event is, or was before it went into a replay
 * @param replayedAs the call that it was run again as; null when it was not
 */
public record DeadLetter(
        InvocationId id,
        AccountId account,
        FunctionId function,
        String functionName,
        String qualifier,
        @Nullable String executedVersion,
        EndReason reason,
        @Nullable String errorType,
        @Nullable String errorMessage,
        int attempts,
        Instant acceptedAt,
        Instant endedAt,
        String contentType,
        String source,
        @Nullable String clientContext,
        Lineage lineage,
        @Nullable UUID trigger,
        long eventBytes,
        @Nullable InvocationId replayedAs,
        @Nullable Instant replayedAt) {}

package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * An asynchronous call as it stands now.
 *
 * @param trigger that made it; null when none did
 * @param attempts that were begun
 * @param nextAttemptAt null when it runs, has ended or waits for another of its ordering key
 * @param reason null while it has not ended
 * @param resultUntil until when the result can be asked for; null when there is none
 */
public record AsyncCall(
        InvocationId id,
        AccountId account,
        FunctionId function,
        String functionName,
        String qualifier,
        String source,
        Lineage lineage,
        @Nullable UUID trigger,
        AsyncStatus status,
        int attempts,
        Instant acceptedAt,
        @Nullable Instant nextAttemptAt,
        boolean cancelAsked,
        @Nullable Instant endedAt,
        @Nullable EndReason reason,
        @Nullable String errorType,
        @Nullable String errorMessage,
        @Nullable Instant resultUntil) {}

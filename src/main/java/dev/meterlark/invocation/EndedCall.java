package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An asynchronous call that will not be run again.
 *
 * @param qualifier as the caller said
 * @param executedVersion of the last attempt; null when there was none
 * @param attempts that were begun; 0 when none was
 * @param acceptedAt by the database's clock, as endedAt
 * @param response what the last attempt answered, or its error object; empty when there is none
 * @param responseType media type of the response; null when there is none
 * @param errorType the function's own, or AWS's word for it; null when it succeeded or the platform
 *     failed
 * @param errorMessage for people; null when it succeeded
 * @param policy of the function at its end
 */
public record EndedCall(
        InvocationId id,
        AccountId account,
        FunctionId function,
        String functionName,
        String qualifier,
        @Nullable String executedVersion,
        EndReason reason,
        int attempts,
        Instant acceptedAt,
        Instant endedAt,
        Event event,
        byte[] response,
        @Nullable String responseType,
        @Nullable String errorType,
        @Nullable String errorMessage,
        AsyncPolicy policy) {

    public AsyncStatus status() {
        return reason.status();
    }

    public Lineage lineage() {
        return event.lineage();
    }
}

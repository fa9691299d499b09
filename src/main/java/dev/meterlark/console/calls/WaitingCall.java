package dev.meterlark.console.calls;

import dev.meterlark.console.FunctionText;
import dev.meterlark.invocation.AsyncCall;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An asynchronous call before anything of an attempt is known.
 *
 * @param over whether nothing will come any more
 */
record WaitingCall(
        String id,
        String function,
        String status,
        Instant acceptedAt,
        @Nullable Instant nextAttemptAt,
        @Nullable String message,
        boolean over) {

    static WaitingCall of(AsyncCall call) {
        return new WaitingCall(
                call.id().toString(),
                call.functionName(),
                call.status().wireName(),
                call.acceptedAt(),
                call.nextAttemptAt(),
                FunctionText.plainOrNull(call.errorMessage()),
                call.status().ended());
    }
}

package dev.meterlark.console.queues;

import dev.meterlark.console.FunctionText;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.EndReason;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An asynchronous call in a list, and at the head of its page.
 *
 * @param why it ended so; null while it has not
 */
record AsyncCallLine(
        String id,
        String function,
        String qualifier,
        String status,
        String mood,
        boolean ended,
        boolean cancelAsked,
        int attempts,
        Instant acceptedAt,
        @Nullable Instant nextAttemptAt,
        @Nullable Instant endedAt,
        @Nullable String why,
        String source,
        @Nullable String trigger,
        @Nullable String parent,
        @Nullable String errorType,
        @Nullable String errorMessage) {

    static AsyncCallLine of(AsyncCall call) {
        EndReason reason = call.reason();
        return new AsyncCallLine(
                call.id().toString(),
                call.functionName(),
                call.qualifier(),
                call.status().wireName(),
                mood(call.status()),
                call.status().ended(),
                call.cancelAsked(),
                call.attempts(),
                call.acceptedAt(),
                call.nextAttemptAt(),
                call.endedAt(),
                reason == null ? null : why(reason),
                call.source(),
                call.trigger() == null ? null : call.trigger().toString(),
                call.lineage().parent() == null ? null : call.lineage().parent().toString(),
                FunctionText.plainOrNull(call.errorType()),
                FunctionText.plainOrNull(call.errorMessage()));
    }

    private static String mood(AsyncStatus status) {
        return switch (status) {
            case QUEUED -> "";
            case RUNNING -> "warn";
            case SUCCEEDED -> "good";
            case FAILED, EXPIRED, CANCELLED -> "bad";
        };
    }

    private static String why(EndReason reason) {
        return switch (reason) {
            case SUCCEEDED -> "the function answered";
            case CANCELLED -> "somebody cancelled it";
            case RETRIES_EXHAUSTED, FUNCTION_GONE, REFUSED, AGE_EXCEEDED ->
                    LetterLine.why(reason.wireName());
        };
    }

    /** Whether its event is kept, to be looked at and run again. */
    public boolean isDeadLetter() {
        return status.equals("failed") || status.equals("expired");
    }
}

package dev.meterlark.invocation.destination;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.DestinationTarget;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Ends as the queue would tell of them. */
public final class EndedCalls {

    private static final Instant ACCEPTED = Instant.parse("2026-11-01T10:00:00Z");

    private EndedCalls() {}

    public static EndedCall succeeded(
            AccountId account, FunctionId function, @Nullable DestinationTarget onSuccess) {
        return call(account, function, EndReason.SUCCEEDED, 1, "{\"a\":1}", Event.JSON)
                .with(bytes("[1, 2]"), null, null, onSuccess, null);
    }

    /** The same within a trace. */
    public static EndedCall in(TraceContext trace, EndedCall call) {
        Event event = call.event();
        return new EndedCall(
                call.id(),
                call.account(),
                call.function(),
                call.functionName(),
                call.qualifier(),
                call.executedVersion(),
                call.reason(),
                call.attempts(),
                call.acceptedAt(),
                call.endedAt(),
                new Event(
                        event.payload(),
                        event.contentType(),
                        event.source(),
                        trace,
                        null,
                        event.lineage()),
                call.response(),
                call.responseType(),
                call.errorType(),
                call.errorMessage(),
                call.policy());
    }

    public static EndedCall failed(
            AccountId account,
            FunctionId function,
            EndReason reason,
            @Nullable DestinationTarget onFailure) {
        return call(account, function, reason, 3, "{\"a\":1}", Event.JSON)
                .with(
                        bytes("{\"errorType\":\"Oops\",\"errorMessage\":\"no\"}"),
                        "Oops",
                        "no",
                        null,
                        onFailure);
    }

    /** A call of which the rest is to be said. */
    public static Begun call(
            AccountId account,
            FunctionId function,
            EndReason reason,
            int attempts,
            String event,
            String contentType) {
        return new Begun(account, function, reason, attempts, bytes(event), contentType);
    }

    public record Begun(
            AccountId account,
            FunctionId function,
            EndReason reason,
            int attempts,
            byte[] event,
            String contentType) {

        public EndedCall with(
                byte[] response,
                @Nullable String errorType,
                @Nullable String errorMessage,
                @Nullable DestinationTarget onSuccess,
                @Nullable DestinationTarget onFailure) {
            return new EndedCall(
                    InvocationId.at(ACCEPTED),
                    account,
                    function,
                    "hello",
                    "$LATEST",
                    attempts == 0 ? null : "$LATEST",
                    reason,
                    attempts,
                    ACCEPTED,
                    ACCEPTED.plusMillis(61_234),
                    new Event(event, contentType, "rest", TraceContext.NONE, null, Lineage.FIRST),
                    response,
                    response.length == 0 ? null : Event.JSON,
                    errorType,
                    errorMessage,
                    new AsyncPolicy(
                            2,
                            AsyncPolicy.DEFAULT.maxAge(),
                            AsyncPolicy.DEFAULT.resultKeptFor(),
                            onSuccess,
                            onFailure));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package dev.meterlark.invocation;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.worker.Ending;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Objects;

/**
 * An ending in the words that leave the platform. A reason of the platform's own is for its log,
 * not for the tenant.
 */
record Outcome(@Nullable ErrorCode code, @Nullable String errorType, @Nullable String message) {

    private static final byte[] NOTHING = {};
    private static final int MAX_TYPE = 256;
    private static final int MAX_MESSAGE = 4096;

    static Outcome of(Ending ending) {
        ErrorCode code = ending.errorCode();
        return switch (ending) {
            case Ending.Succeeded _, Ending.Streamed _ -> new Outcome(null, null, null);
            case Ending.FunctionFailed(String type, String message, byte[] _) ->
                    function(code, type, message);
            case Ending.InitFailed(String type, String message, byte[] _) ->
                    function(code, type, message);
            case Ending.TimedOut(var limit) ->
                    function(
                            code,
                            "Sandbox.Timedout",
                            String.format(
                                    Locale.ROOT,
                                    "Task timed out after %.2f seconds",
                                    limit.toMillis() / 1000.0));
            case Ending.ResponseTooLarge(long _, long limit) ->
                    function(
                            code,
                            "Function.ResponseSizeTooLarge",
                            "Response payload size exceeded maximum allowed payload size (%d bytes)."
                                    .formatted(limit));
            case Ending.SandboxLost(var exit) ->
                    exit.byFunction()
                            ? function(
                                    code,
                                    code == ErrorCode.FUNCTION_OUT_OF_MEMORY
                                            ? "Runtime.OutOfMemory"
                                            : "Runtime.ExitError",
                                    exit.explanation())
                            : new Outcome(
                                    code, null, "the platform ended the call; it is not billed");
            case Ending.NotStarted _ ->
                    new Outcome(
                            code,
                            null,
                            "no sandbox could be started for the call; it is not billed");
            case Ending.GivenUp _ -> new Outcome(code, null, "the call was cancelled");
            case Ending.NoneFree _ ->
                    new Outcome(
                            code,
                            null,
                            "this node is full and no sandbox became free for the call in time; it"
                                    + " is not billed, try again");
        };
    }

    /** The same with what the function sent, for the caller. */
    static Answer answer(InvocationRecord record, Ending ending) {
        if (ending instanceof Ending.Succeeded(byte[] payload, String contentType)) {
            return new Answer.Succeeded(record, payload, contentType);
        }
        if (ending instanceof Ending.Streamed) {
            return new Answer.Streamed(record);
        }
        Outcome outcome = of(ending);
        return new Answer.Failed(
                record,
                Objects.requireNonNull(outcome.code),
                outcome.errorType,
                Objects.requireNonNull(outcome.message),
                errorObject(ending));
    }

    private static byte[] errorObject(Ending ending) {
        return switch (ending) {
            case Ending.FunctionFailed(String _, String _, byte[] payload) -> payload;
            case Ending.InitFailed(String _, String _, byte[] payload) -> payload;
            case Ending.Succeeded _,
                    Ending.Streamed _,
                    Ending.TimedOut _,
                    Ending.ResponseTooLarge _,
                    Ending.SandboxLost _,
                    Ending.NotStarted _,
                    Ending.NoneFree _,
                    Ending.GivenUp _ ->
                    NOTHING;
        };
    }

    /** Why the platform failed, for its log; null when it did not. */
    static @Nullable String platformReason(Ending ending) {
        return switch (ending) {
            case Ending.Succeeded _,
                    Ending.Streamed _,
                    Ending.FunctionFailed _,
                    Ending.InitFailed _,
                    Ending.TimedOut _,
                    Ending.ResponseTooLarge _,
                    Ending.GivenUp _ ->
                    null;
            case Ending.SandboxLost(var exit) -> exit.byFunction() ? null : exit.explanation();
            case Ending.NotStarted(String reason) -> reason;
            case Ending.NoneFree(String reason) -> reason;
        };
    }

    private static Outcome function(@Nullable ErrorCode code, String type, String message) {
        return new Outcome(code, cut(type, MAX_TYPE), cut(message, MAX_MESSAGE));
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max);
    }
}

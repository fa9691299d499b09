package dev.meterlark.worker;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** How one attempt ended. Each case says who is at fault, and so who pays. */
public sealed interface Ending {

    /** The function answered. */
    record Succeeded(byte[] payload, String contentType) implements Ending {}

    /**
     * The function answered in pieces, and all of them went out while it produced them.
     *
     * @param bytes of all pieces
     */
    record Streamed(long bytes, String contentType) implements Ending {}

    /**
     * The handler reported an error through the Runtime API; pieces of a streamed answer may have
     * gone out before.
     *
     * @param type matched against {@code [A-Za-z0-9_.$]+} and cut to 256 characters
     * @param message cut to 4096 characters
     * @param payload the whole error object as the runtime sent it
     */
    record FunctionFailed(String type, String message, byte[] payload) implements Ending {}

    /**
     * The runtime reported through {@code /init/error} that the function could not be loaded, or
     * init took too long.
     */
    record InitFailed(String type, String message, byte[] payload) implements Ending {}

    record TimedOut(Duration limit) implements Ending {}

    record ResponseTooLarge(long bytes, long limit) implements Ending {}

    /** The sandbox ended before the call had an answer. */
    record SandboxLost(SandboxExit exit) implements Ending {}

    /** No sandbox could be had; the function never saw the event. */
    record NotStarted(String reason) implements Ending {}

    /** No sandbox was free in time; the function never saw the event. Later may be better. */
    record NoneFree(String reason) implements Ending {}

    /**
     * Its caller gave it up.
     *
     * @param begun whether it had a sandbox by then
     */
    record GivenUp(boolean begun) implements Ending {}

    /** Whether the account pays for the attempt. */
    default boolean billable() {
        return switch (this) {
            case Succeeded _,
                    Streamed _,
                    FunctionFailed _,
                    InitFailed _,
                    TimedOut _,
                    ResponseTooLarge _ ->
                    true;
            case SandboxLost(var exit) -> exit.byFunction();
            case GivenUp(boolean begun) -> begun;
            case NotStarted _, NoneFree _ -> false;
        };
    }

    /** Who is at fault; null when the attempt succeeded. */
    default @Nullable Fault fault() {
        ErrorCode code = errorCode();
        return code == null ? null : code.fault();
    }

    /** The stable name of the failure; null when the attempt succeeded. */
    default @Nullable ErrorCode errorCode() {
        return switch (this) {
            case Succeeded _, Streamed _ -> null;
            case FunctionFailed _ -> ErrorCode.FUNCTION_ERROR;
            case InitFailed _ -> ErrorCode.FUNCTION_INIT;
            case TimedOut _ -> ErrorCode.FUNCTION_TIMEOUT;
            case ResponseTooLarge _ -> ErrorCode.FUNCTION_RESPONSE_TOO_LARGE;
            case SandboxLost(SandboxExit.OutOfMemory _) -> ErrorCode.FUNCTION_OUT_OF_MEMORY;
            case SandboxLost(SandboxExit.Exited _), SandboxLost(SandboxExit.Signalled _) ->
                    ErrorCode.FUNCTION_EXIT;
            case SandboxLost(SandboxExit.EndedByPlatform _) -> ErrorCode.PLATFORM_ERROR;
            case NotStarted _ -> ErrorCode.ISOLATION_UNAVAILABLE;
            case NoneFree _ -> ErrorCode.PLATFORM_BUSY;
            case GivenUp _ -> ErrorCode.INVOCATION_CANCELLED;
        };
    }
}

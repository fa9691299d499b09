package dev.meterlark.invocation.queue;

import dev.meterlark.shared.ErrorCode;

import org.jspecify.annotations.Nullable;

/** What came of one attempt, or of the try to begin one. */
sealed interface AttemptEnd {

    record Succeeded(String version, byte[] payload, String contentType) implements AttemptEnd {}

    /**
     * It ran, or would have, and failed.
     *
     * @param errorObject as the function sent it; empty when it sent none
     */
    record Failed(
            String version,
            ErrorCode code,
            @Nullable String errorType,
            String message,
            byte[] errorObject)
            implements AttemptEnd {}

    /**
     * It ran well, and says that some events of its batch failed.
     *
     * @param remaining the event from the first of those on
     * @param progressed whether that is less than before
     */
    record PartlyDone(String version, byte[] remaining, boolean progressed, String message)
            implements AttemptEnd {}

    /** It was not begun: its number is free again. */
    record NotBegun(ErrorCode code, String message) implements AttemptEnd {}

    /** It is not to be begun. */
    record Cancelled() implements AttemptEnd {}

    /** It is too late to begin it. */
    record TooOld() implements AttemptEnd {}

    /** There is nothing to run now; whether there will be again has to be asked. */
    record NotFound(String message) implements AttemptEnd {}

    /** The function is not there any more, or another one by its name. */
    record FunctionGone() implements AttemptEnd {}

    /** Nobody can read what is to be run. */
    record Unreadable(String why) implements AttemptEnd {}
}

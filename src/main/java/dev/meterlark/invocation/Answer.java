package dev.meterlark.invocation;

import dev.meterlark.shared.ErrorCode;

import org.jspecify.annotations.Nullable;

/** What a caller gets. The record of it is durable by then. */
public sealed interface Answer {

    InvocationRecord record();

    /**
     * @param contentType as the function said; fit for a header
     */
    record Succeeded(InvocationRecord record, byte[] payload, String contentType)
            implements Answer {}

    /** All of it has gone to the caller's {@link dev.meterlark.worker.AnswerStream}. */
    record Streamed(InvocationRecord record) implements Answer {}

    /**
     * Pieces of a streamed answer may have gone out before.
     *
     * @param errorType the function's own, or AWS's word for it; null when the platform failed
     * @param errorObject the error as the function's runtime sent it, empty when it sent none
     */
    record Failed(
            InvocationRecord record,
            ErrorCode code,
            @Nullable String errorType,
            String message,
            byte[] errorObject)
            implements Answer {}
}

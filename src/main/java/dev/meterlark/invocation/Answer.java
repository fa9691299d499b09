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

    /**
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

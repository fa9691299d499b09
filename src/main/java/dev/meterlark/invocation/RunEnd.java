package dev.meterlark.invocation;

import dev.meterlark.shared.ErrorCode;

import org.jspecify.annotations.Nullable;

/** How a run of a pipeline ended. */
public sealed interface RunEnd {

    /** With what its last stage answered. */
    record Answered(byte[] payload, String contentType) implements RunEnd {}

    /**
     * @param errorType the function's own; null when it was none
     * @param stage null when it was not about one
     */
    record Failed(
            ErrorCode code, @Nullable String errorType, String message, @Nullable FailedStage stage)
            implements RunEnd {}
}

package dev.meterlark.invocation.catalog;

import dev.meterlark.invocation.FailedStage;
import dev.meterlark.invocation.RunEnd;
import dev.meterlark.shared.ErrorCode;

import org.jspecify.annotations.Nullable;

/** Ends a run from within whatever composed its stages. Without a stack: it is an ending. */
final class StageFailedException extends RuntimeException {

    private final RunEnd.Failed end;

    StageFailedException(
            ErrorCode code, @Nullable String errorType, String message, FailedStage stage) {
        super(stage + ": " + message, null, false, false);
        this.end = new RunEnd.Failed(code, errorType, stage + ": " + message, stage);
    }

    RunEnd.Failed end() {
        return end;
    }
}

package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What went into one attempt and what came out of it, for whoever shows it. May be lost with the
 * process, unlike an {@link InvocationRecord}. The bytes are the call's own: they are not to be
 * changed.
 *
 * @param function that was called, or the pipeline
 * @param failed whether the attempt did not succeed
 * @param answer null when there is none, or it was streamed to its caller and is held nowhere
 * @param answerType null when there is no answer, or it says none
 */
public record CallContent(
        InvocationId invocation,
        int attempt,
        AccountId account,
        FunctionId function,
        Instant endedAt,
        boolean failed,
        byte[] event,
        String eventType,
        byte @Nullable [] answer,
        @Nullable String answerType) {}

package dev.meterlark.invocation.deadletter;

import dev.meterlark.invocation.EndReason;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which dead letters are meant; what is null restricts nothing.
 *
 * @param from the first end that counts
 * @param to the first end that counts no more
 */
public record DeadLetterFilter(
        @Nullable FunctionId function,
        @Nullable EndReason reason,
        @Nullable String errorType,
        @Nullable Instant from,
        @Nullable Instant to) {

    public DeadLetterFilter until(Instant end) {
        return new DeadLetterFilter(function, reason, errorType, from, end);
    }

    public static DeadLetterFilter of(@Nullable FunctionId function) {
        return new DeadLetterFilter(function, null, null, null, null);
    }
}

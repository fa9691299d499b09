package dev.meterlark.invocation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * How an asynchronous call is to be run. What is out of bounds is refused when it is accepted.
 *
 * @param notBefore no attempt begins earlier; null for as soon as possible
 * @param delay the same as a time from acceptance on; null for none
 * @param deduplicationKey calls of one function with the same key are one call
 * @param orderingKey calls of one function with the same key run one after the other, in the order
 *     in which they were accepted
 * @param beside what is written in the transaction that accepts it; null for nothing
 */
public record AsyncTerms(
        @Nullable Instant notBefore,
        @Nullable Duration delay,
        @Nullable String deduplicationKey,
        @Nullable String orderingKey,
        @Nullable Beside beside) {

    public static final AsyncTerms NOW = new AsyncTerms(null, null, null, null);

    /** With nothing written beside. */
    public AsyncTerms(
            @Nullable Instant notBefore,
            @Nullable Duration delay,
            @Nullable String deduplicationKey,
            @Nullable String orderingKey) {
        this(notBefore, delay, deduplicationKey, orderingKey, null);
    }

    public static AsyncTerms at(Instant notBefore) {
        return new AsyncTerms(notBefore, null, null, null);
    }

    public AsyncTerms once(String key) {
        return new AsyncTerms(notBefore, delay, key, orderingKey, beside);
    }

    public AsyncTerms inOrderOf(String key) {
        return new AsyncTerms(notBefore, delay, deduplicationKey, key, beside);
    }

    public AsyncTerms with(Beside other) {
        return new AsyncTerms(notBefore, delay, deduplicationKey, orderingKey, other);
    }
}

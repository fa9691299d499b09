package dev.meterlark.function.snapshot;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What becomes of a function's asynchronous calls.
 *
 * @param maxRetries runs after the first, when the function itself failed: 0 to 5
 * @param maxAge from acceptance on; no run begins later
 * @param resultKeptFor how long a result can be asked for after the end
 * @param onSuccess where the result of a call that succeeded goes; null for nowhere
 * @param onFailure where a call that was given up on goes, beside the dead letters; null for
 *     nowhere
 */
public record AsyncPolicy(
        int maxRetries,
        Duration maxAge,
        Duration resultKeptFor,
        @Nullable DestinationTarget onSuccess,
        @Nullable DestinationTarget onFailure) {

    /** AWS's: two retries within six hours. */
    public static final AsyncPolicy DEFAULT =
            new AsyncPolicy(2, Duration.ofHours(6), Duration.ofHours(24), null, null);

    public AsyncPolicy {
        if (maxRetries < 0 || maxRetries > 5) {
            throw new IllegalArgumentException("maxRetries must be 0 to 5, was: " + maxRetries);
        }
        if (!maxAge.isPositive() || resultKeptFor.isNegative()) {
            throw new IllegalArgumentException(
                    "maxAge must be longer than 0 and resultKeptFor not negative, were: %s, %s"
                            .formatted(maxAge, resultKeptFor));
        }
    }
}

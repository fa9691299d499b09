package dev.meterlark.function.snapshot;

import dev.meterlark.function.snapshot.DestinationTarget.OfFunction;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /** With so much more time, which was not the call's. */
    public AsyncPolicy later(Duration by) {
        return by.isZero()
                ? this
                : new AsyncPolicy(maxRetries, maxAge.plus(by), resultKeptFor, onSuccess, onFailure);
    }

    /** Where the ends go: none, one or two. */
    public List<DestinationTarget> targets() {
        return Stream.of(Optional.ofNullable(onSuccess), Optional.ofNullable(onFailure))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Whether a function or pipeline is told.
     *
     * @param qualifier null for whichever
     */
    public boolean tells(String function, @Nullable String qualifier) {
        return targets().stream()
                .anyMatch(
                        target ->
                                target instanceof OfFunction(String name, String of)
                                        && name.equals(function)
                                        && (qualifier == null || of.equals(qualifier)));
    }
}

package dev.meterlark.function;

import dev.meterlark.function.AsyncSettings.DestinationSettings;
import dev.meterlark.function.snapshot.AsyncPolicy;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a function's or pipeline's asynchronous calls, as its members see it.
 *
 * @param name the function's
 * @param maxAge seconds
 * @param resultKeptFor seconds
 * @param revision of the function or pipeline
 */
public record AsyncView(
        String name,
        int maxRetries,
        long maxAge,
        long resultKeptFor,
        @Nullable DestinationSettings onSuccess,
        @Nullable DestinationSettings onFailure,
        long revision) {

    public static AsyncView of(String name, AsyncPolicy policy, long revision) {
        AsyncSettings shown = AsyncSettings.of(policy);
        return new AsyncView(
                name,
                policy.maxRetries(),
                policy.maxAge().toSeconds(),
                policy.resultKeptFor().toSeconds(),
                shown.onSuccess(),
                shown.onFailure(),
                revision);
    }
}

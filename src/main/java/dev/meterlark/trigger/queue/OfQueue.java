package dev.meterlark.trigger.queue;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

/**
 * What a trigger of a queue says.
 *
 * @param queue its name
 * @param maxConcurrency batches that run at once; null for the usual
 */
record OfQueue(@Nullable String queue, @Nullable Integer maxConcurrency) {

    private static final int USUAL = 10;
    private static final int MOST = 1_000;

    OfQueue {
        if (maxConcurrency != null && (maxConcurrency < 1 || maxConcurrency > MOST)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "maxConcurrency must be 1 to %d, was: %d".formatted(MOST, maxConcurrency));
        }
    }

    String named() {
        return queue == null ? "" : queue;
    }

    int atOnce() {
        return maxConcurrency == null ? USUAL : maxConcurrency;
    }
}

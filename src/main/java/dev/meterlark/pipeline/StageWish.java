package dev.meterlark.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * One stage as a caller wants it; null is what is usual.
 *
 * @param function name of a function or of another pipeline
 * @param qualifier a version or alias; {@code $LATEST} when nothing is said
 * @param each once for each element of a list
 * @param accepts media type that what comes before is to be converted to
 */
public record StageWish(
        @Nullable String function,
        @Nullable String qualifier,
        @Nullable EachWish each,
        @Nullable String accepts) {

    /**
     * @param concurrency elements in hand at once; 10 when nothing is said
     */
    public record EachWish(@Nullable Integer concurrency) {}
}

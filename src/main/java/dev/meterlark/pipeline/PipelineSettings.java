package dev.meterlark.pipeline;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What a caller wants a pipeline to be; null is what is usual, or, in a change, what it was.
 *
 * @param definition its stages as text: {@code parse|enrich:live*|store}
 * @param stages the same as a list; one of the two
 * @param timeout whole seconds that one run may last
 */
public record PipelineSettings(
        @Nullable String description,
        @Nullable String definition,
        @Nullable List<@Nullable StageWish> stages,
        @Nullable Integer timeout) {}

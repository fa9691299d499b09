package dev.meterlark.pipeline;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.function.snapshot.PipelineSnapshot;

import org.jspecify.annotations.Nullable;

/**
 * One stage, as it is shown and kept.
 *
 * @param function name of a function or of another pipeline
 * @param qualifier a version or alias of it
 * @param each the stage runs once for each element of a list; null when it runs once
 * @param accepts media type that what comes before is converted to; null to take it as it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageView(
        String function, String qualifier, @Nullable EachView each, @Nullable String accepts) {

    /**
     * @param concurrency elements in hand at once
     */
    public record EachView(int concurrency) {}

    PipelineSnapshot.Stage snapshot() {
        return new PipelineSnapshot.Stage(
                function,
                qualifier,
                each == null ? null : new PipelineSnapshot.Each(each.concurrency),
                accepts);
    }
}

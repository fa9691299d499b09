package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * One version of a pipeline as the data plane works from it: functions composed into one.
 *
 * @param pipeline what its runs are recorded under; ids are never shared with a function
 * @param name unique within the account, among functions too
 * @param version {@code $LATEST} or a number
 * @param revision of the pipeline, the same for all its versions; grows with every change
 * @param stages at least one, in their order
 * @param timeout the longest that one run may last, over all its stages
 * @param async what becomes of runs that were accepted for later
 */
public record PipelineSnapshot(
        AccountId account,
        FunctionId pipeline,
        String name,
        String version,
        long revision,
        List<Stage> stages,
        Duration timeout,
        AsyncPolicy async) {

    public PipelineSnapshot {
        stages = List.copyOf(stages);
        if (stages.isEmpty()) {
            throw new IllegalArgumentException("a pipeline without stages: " + name);
        }
    }

    /**
     * @param function name of a function or of another pipeline
     * @param qualifier a version or alias of it
     * @param each the stage runs once for each element of the list that the stage before answered
     *     with; null when it runs once
     * @param accepts the media type that what comes before is to be converted to; null to take it
     *     as it is
     */
    public record Stage(
            String function, String qualifier, @Nullable Each each, @Nullable String accepts) {}

    /**
     * @param concurrency elements in hand at once
     */
    public record Each(int concurrency) {}
}

package dev.meterlark.pipeline;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A published version of a pipeline, which never changes.
 *
 * @param version its number
 * @param definition its stages as text; null when text cannot say them
 * @param timeout whole seconds that one run may last
 */
public record PipelineVersionView(
        String version,
        String description,
        @Nullable String definition,
        List<StageView> stages,
        int timeout,
        Instant createdAt) {}

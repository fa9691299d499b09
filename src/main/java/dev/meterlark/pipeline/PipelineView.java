package dev.meterlark.pipeline;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A pipeline as members see it.
 *
 * @param definition its stages as text; null when text cannot say them
 * @param timeout whole seconds that one run may last
 * @param latestVersion the last that was published; null before the first
 */
public record PipelineView(
        String id,
        String name,
        String description,
        @Nullable String definition,
        List<StageView> stages,
        int timeout,
        @Nullable String latestVersion,
        long revision,
        Instant createdAt,
        Instant changedAt) {}

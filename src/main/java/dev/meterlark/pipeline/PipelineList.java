package dev.meterlark.pipeline;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * @param nextCursor where the next page begins, opaque; null at the end
 */
public record PipelineList(List<PipelineView> items, @Nullable String nextCursor) {}

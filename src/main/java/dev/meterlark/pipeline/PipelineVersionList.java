package dev.meterlark.pipeline;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * @param items the newest first
 * @param nextCursor where the next page begins, opaque; null at the end
 */
public record PipelineVersionList(List<PipelineVersionView> items, @Nullable String nextCursor) {}

package dev.meterlark.function.snapshot;

import java.util.List;

/**
 * Every version of every pipeline there is, as of now: read at start and once a minute, in case a
 * push was missed.
 */
public interface PipelineSource {

    List<PipelineSnapshot> pipelines();
}

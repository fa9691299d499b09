package dev.meterlark.function.snapshot;

import java.util.List;

/**
 * A pipeline was made or changed; sent inside the transaction, to be acted on after its commit.
 *
 * @param versions all that it has, of one revision
 */
public record PipelinePublished(List<PipelineSnapshot> versions) {

    public PipelinePublished {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a pipeline without a version");
        }
    }
}

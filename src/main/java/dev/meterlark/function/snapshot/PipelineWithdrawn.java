package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

/**
 * No version of a pipeline may be called any more; sent inside the transaction, to be acted on
 * after its commit.
 *
 * @param revision the last one that may have been published; a later one may be called again
 */
public record PipelineWithdrawn(
        AccountId account, FunctionId pipeline, String name, long revision) {}

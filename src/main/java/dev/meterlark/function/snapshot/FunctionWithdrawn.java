package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

/**
 * A version of a function may not be called any more; sent inside the transaction, to be acted on
 * after its commit.
 *
 * @param version {@code $LATEST} or a number
 * @param revision the last one that may have been published; a later one may be called again
 */
public record FunctionWithdrawn(
        AccountId account, FunctionId function, String name, String version, long revision) {}

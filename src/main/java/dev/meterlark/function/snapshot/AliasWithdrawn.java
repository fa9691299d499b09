package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

/**
 * Nothing may be called by the alias any more; sent inside the transaction, to be acted on after
 * its commit.
 *
 * @param revision the last one that may have been published; a later one may be called by again
 */
public record AliasWithdrawn(
        AccountId account, FunctionId function, String functionName, String alias, long revision) {}

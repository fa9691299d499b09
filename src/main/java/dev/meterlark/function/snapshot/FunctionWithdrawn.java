package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

/** A function was deleted; sent inside the transaction, to be acted on after its commit. */
public record FunctionWithdrawn(AccountId account, FunctionId function, String name) {}

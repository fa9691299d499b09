package dev.meterlark.function;

import dev.meterlark.shared.AccountId;

import java.util.Optional;

/** Whoever moves an alias step by step: asked before anyone else moves or deletes it. */
public interface AliasHold {

    /** Why it must not be moved now, and what to do; empty when it may be. */
    Optional<String> on(AccountId account, String function, String alias);
}

package dev.meterlark.function;

import dev.meterlark.shared.AccountId;

import java.util.Optional;

/** Whoever else names things that are called as functions are: asked before a function is made. */
public interface TakenNames {

    /** What has the name, for people, such as {@code a pipeline}; empty when it is free. */
    Optional<String> takenBy(AccountId account, String name);
}

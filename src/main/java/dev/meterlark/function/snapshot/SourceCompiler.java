package dev.meterlark.function.snapshot;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

/** Turns Java source into classes, in a place where its author can do no harm. */
public interface SourceCompiler {

    /**
     * Waits for the end, which comes within a bound.
     *
     * @throws RefusedException when it was given up, by its bounds or for want of room
     */
    CompiledSource compile(AccountId account, JavaSource source);
}

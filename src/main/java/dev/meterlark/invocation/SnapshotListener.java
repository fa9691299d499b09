package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.AliasSnapshot;
import dev.meterlark.function.snapshot.FunctionSnapshot;

/**
 * Told what may be called, change by change, in the order in which calls find it. Called under a
 * lock: it must be quick and must not call back.
 */
public interface SnapshotListener {

    /** May be called from now on, instead of what had the same account, name and version before. */
    void published(FunctionSnapshot function);

    /** May not be called any more. */
    void withdrawn(FunctionSnapshot function);

    /** Leads from now on to what it says, instead of what had the same names before. */
    default void published(AliasSnapshot alias) {}

    /** Leads nowhere any more. */
    default void withdrawn(AliasSnapshot alias) {}
}

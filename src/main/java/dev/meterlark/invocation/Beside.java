package dev.meterlark.invocation;

import dev.meterlark.shared.InvocationId;

/**
 * What is written in the very transaction that accepts a call, so that neither is ever there
 * without the other.
 */
@FunctionalInterface
public interface Beside {

    /**
     * Inside that transaction, which may be rolled back and come again. Joins it, does little, and
     * does not block.
     *
     * @return false when the call is not wanted any more; then nothing of it is kept, and it is
     *     refused
     */
    boolean accepted(InvocationId call);
}

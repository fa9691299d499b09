package dev.meterlark.worker.pool;

import dev.meterlark.worker.Ending;

/** What a call gets from the pool. */
sealed interface Place {

    /** A slot of a sandbox that has started. */
    record Warm(Member member) implements Place {}

    /**
     * The right to make one, whose first slot the call has; to be given back with {@link Pool#left}
     * when that fails. The others wait for {@link Pool#started}.
     */
    record Room(Member member) implements Place {}

    /**
     * @param ending of a call that gets none
     */
    record None(Ending ending) implements Place {}
}

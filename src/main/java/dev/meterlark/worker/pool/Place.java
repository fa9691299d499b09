package dev.meterlark.worker.pool;

import dev.meterlark.worker.Ending;

import java.util.List;

/** What a call gets from the pool. */
sealed interface Place {

    /** A sandbox that has run before. */
    record Warm(Member member) implements Place {}

    /**
     * The right to make one; to be given back with {@link Pool#left} when that fails.
     *
     * @param evicted idle sandboxes that must end first
     */
    record Room(Member member, List<Member> evicted) implements Place {}

    /**
     * @param ending of a call that gets none
     */
    record None(Ending ending) implements Place {}
}

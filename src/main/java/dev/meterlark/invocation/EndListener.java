package dev.meterlark.invocation;

import java.util.List;

/**
 * Told of the ends of asynchronous calls, inside the transaction that settles them: what it writes
 * is there exactly when the ends are. The same call never ends twice; a transaction that fails is
 * tried again with the same calls, so it keeps nothing in memory. Must not block on anything but
 * the database.
 */
public interface EndListener {

    /**
     * @param calls at least one, of any accounts
     */
    void ended(List<EndedCall> calls);
}

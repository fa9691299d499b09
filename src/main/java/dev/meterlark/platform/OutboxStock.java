package dev.meterlark.platform;

import dev.meterlark.shared.AccountId;

import java.util.Set;

/**
 * What the outbox held when it was last counted.
 *
 * @param full accounts that have as many bytes in it as they may
 */
record OutboxStock(long waiting, long parked, Set<AccountId> full) {

    static final OutboxStock NONE = new OutboxStock(0, 0, Set.of());

    OutboxStock {
        full = Set.copyOf(full);
    }
}

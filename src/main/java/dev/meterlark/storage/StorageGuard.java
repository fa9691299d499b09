package dev.meterlark.storage;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.RefusedException;

/** The word of whoever is paid for what lies. */
public interface StorageGuard {

    /**
     * Inside the transaction that adds them, when the rows have them.
     *
     * @param bytes more than there were
     * @throws RefusedException when they cannot be paid to the month's end
     */
    void require(AccountId account, long bytes);
}

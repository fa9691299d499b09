package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface AuditHeads extends Repository<AuditHead, AccountId> {

    /** Locks the row to the transaction's end, so that numbers are committed in their order. */
    @Modifying(flushAutomatically = true)
    @Query("update AuditHead h set h.lastNumber = h.lastNumber + 1 where h.account = :account")
    int advance(AccountId account);

    @Query("select h.lastNumber from AuditHead h where h.account = :account")
    long lastNumber(AccountId account);
}

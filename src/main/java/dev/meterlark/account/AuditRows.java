package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;

/** Append and read; there is no way to change or delete. */
interface AuditRows extends Repository<AuditRecord, RowId> {

    void save(AuditRecord record);

    @Query(
            """
            select r from AuditRecord r
            where r.account = :account and r.number < :before
            order by r.number desc
            """)
    List<AuditRecord> before(AccountId account, long before, Limit limit);
}

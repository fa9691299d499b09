package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;

/** Only to read: {@link AuditLog} appends, and nothing changes or deletes. */
interface AuditRows extends Repository<AuditRecord, RowId> {

    @Query(
            """
            select r from AuditRecord r
            where r.account = :account and r.number < :before
            order by r.account.value, r.number desc
            """)
    List<AuditRecord> before(AccountId account, long before, Limit limit);
}

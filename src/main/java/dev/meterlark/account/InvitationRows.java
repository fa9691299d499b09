package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

interface InvitationRows extends Repository<Invitation, RowId> {

    void save(Invitation invitation);

    void delete(Invitation invitation);

    Optional<Invitation> findByAccountAndId(AccountId account, RowId id);

    Optional<Invitation> findByTokenHash(byte[] tokenHash);

    @Query(
            """
            select i from Invitation i
            where i.account = :account and i.usedAt is null and i.expiresAt > :now
            order by i.createdAt, i.id.value
            """)
    List<Invitation> openOf(AccountId account, Instant now);

    /** A new invitation takes the place of every earlier one to the same address. */
    @Modifying
    @Query(
            """
            delete from Invitation i
            where i.account = :account and i.email = :email and i.usedAt is null
            """)
    void withdraw(AccountId account, String email);

    /** One for the one who uses it, none for whoever comes second or too late. */
    @Modifying
    @Query(
            """
            update Invitation i set i.usedAt = :now
            where i.tokenHash = :tokenHash and i.usedAt is null and i.expiresAt > :now
            """)
    int use(byte[] tokenHash, Instant now);
}

package dev.meterlark.account;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.Optional;

interface SignUpInvitationRows extends Repository<SignUpInvitation, RowId> {

    void save(SignUpInvitation invitation);

    Optional<SignUpInvitation> findByTokenHash(byte[] tokenHash);

    /** One for the one who uses it, none for whoever comes second or too late. */
    @Modifying
    @Query(
            """
            update SignUpInvitation i set i.usedAt = :now
            where i.tokenHash = :tokenHash and i.usedAt is null and i.expiresAt > :now
            """)
    int use(byte[] tokenHash, Instant now);
}

package dev.meterlark.account;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.Optional;

interface PasswordResetRows extends Repository<PasswordReset, RowId> {

    void save(PasswordReset reset);

    Optional<PasswordReset> findByTokenHash(byte[] tokenHash);

    /** One for the one who uses it, none for whoever comes second or too late. */
    @Modifying
    @Query(
            """
            update PasswordReset r set r.usedAt = :now
            where r.tokenHash = :tokenHash and r.usedAt is null and r.expiresAt > :now
            """)
    int use(byte[] tokenHash, Instant now);
}

package dev.meterlark.account;

import dev.meterlark.shared.PersonId;

import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.Optional;

interface SignInLinkRows extends Repository<SignInLink, RowId> {

    void save(SignInLink link);

    Optional<SignInLink> findByTokenHash(byte[] tokenHash);

    /** One for the one who uses it, none for whoever comes second or too late. */
    @Modifying
    @Query(
            """
            update SignInLink l set l.usedAt = :now
            where l.tokenHash = :tokenHash and l.usedAt is null and l.expiresAt > :now
            """)
    int use(byte[] tokenHash, Instant now);

    /** The newest link alone is good: whoever asks again has not got the first, or lost it. */
    @Modifying
    @Query("delete from SignInLink l where l.person = :person")
    void deleteOf(PersonId person);
}

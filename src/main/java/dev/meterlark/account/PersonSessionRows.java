package dev.meterlark.account;

import dev.meterlark.shared.PersonId;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

interface PersonSessionRows extends Repository<PersonSession, RowId> {

    void save(PersonSession session);

    Optional<PersonSession> findById(RowId id);

    /** Those that go on, the newest first. */
    @Query(
            """
            select s from PersonSession s
            where s.person = :person and s.endedAt is null and s.goodUntil > :now
            order by s.begunAt desc, s.id.value
            """)
    List<PersonSession> openOf(PersonId person, Instant now, Limit limit);

    /** The later use wins, whichever node writes first. */
    @Modifying
    @Query(
            """
            update PersonSession s set s.seenAt = :now, s.goodUntil = :goodUntil
            where s.id = :id and s.seenAt < :before
            """)
    void seen(RowId id, Instant now, Instant goodUntil, Instant before);

    /** One for whoever ends it; the instant of the first end stays. */
    @Modifying
    @Query("update PersonSession s set s.endedAt = :now where s.id = :id and s.endedAt is null")
    int end(RowId id, Instant now);

    /** The same, of one person's alone. */
    @Modifying
    @Query(
            """
            update PersonSession s set s.endedAt = :now
            where s.id = :id and s.person = :person and s.endedAt is null and s.goodUntil > :now
            """)
    int endOf(PersonId person, RowId id, Instant now);

    @Modifying
    @Query(
            """
            update PersonSession s set s.endedAt = :now
            where s.person = :person and s.id <> :kept and s.endedAt is null and s.goodUntil > :now
            """)
    int endOthers(PersonId person, RowId kept, Instant now);

    /** What is over is of no use to anybody: the audit log has the sign-in. */
    @Modifying
    @Query(
            """
            delete from PersonSession s
            where s.person = :person and (s.endedAt is not null or s.goodUntil <= :now)
            """)
    void forgetOver(PersonId person, Instant now);
}

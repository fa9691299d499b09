package dev.meterlark.account;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

interface AnnouncementRows extends Repository<Announcement, UUID> {

    void save(Announcement announcement);

    Optional<Announcement> findById(UUID id);

    @Query("select a from Announcement a where a.endsAt > :now order by a.madeAt desc, a.id desc")
    List<Announcement> current(Instant now, Limit limit);

    @Query("select a from Announcement a order by a.madeAt desc, a.id desc")
    List<Announcement> newest(Limit limit);

    @Query(
            """
            select a from Announcement a
            where a.madeAt < :at or (a.madeAt = :at and a.id < :id)
            order by a.madeAt desc, a.id desc
            """)
    List<Announcement> before(Instant at, UUID id, Limit limit);
}

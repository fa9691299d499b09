package dev.meterlark.account;

import jakarta.persistence.LockModeType;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

interface ActingStayRows extends Repository<ActingStay, UUID> {

    void save(ActingStay stay);

    Optional<ActingStay> findById(UUID id);

    /** Of two that end it one is first, and writes it down. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select s from ActingStay s where s.id = :id")
    Optional<ActingStay> lock(UUID id);

    @Query("select s from ActingStay s order by s.begunAt desc, s.id desc")
    List<ActingStay> newest(Limit limit);

    @Query(
            """
            select s from ActingStay s
            where s.begunAt < :at or (s.begunAt = :at and s.id < :id)
            order by s.begunAt desc, s.id desc
            """)
    List<ActingStay> before(Instant at, UUID id, Limit limit);
}

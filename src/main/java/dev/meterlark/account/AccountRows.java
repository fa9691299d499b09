package dev.meterlark.account;

import dev.meterlark.shared.AccountId;

import jakarta.persistence.LockModeType;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

interface AccountRows extends Repository<Account, AccountId> {

    void save(Account account);

    Optional<Account> findById(AccountId id);

    List<Account> findByState(AccountState state);

    boolean existsBySlug(String slug);

    boolean existsByNumber(String number);

    /** Held to the transaction's end: what counts members or keys decides one after the other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select a from Account a where a.id = :id")
    Optional<Account> lock(AccountId id);

    @Query("select a from Account a order by a.createdAt desc, a.id.value desc")
    List<Account> newest(Limit limit);

    @Query(
            """
            select a from Account a
            where a.createdAt < :at or (a.createdAt = :at and a.id.value < :id)
            order by a.createdAt desc, a.id.value desc
            """)
    List<Account> before(Instant at, UUID id, Limit limit);

    /** Those whose name, DNS label or number holds a text; the newest first. */
    @Query(
            """
            select a from Account a
            where locate(:part, lower(a.name)) > 0
                or locate(:part, a.slug) > 0 or locate(:part, a.number) > 0
            order by a.createdAt desc, a.id.value desc
            """)
    List<Account> named(String part, Limit limit);

    @Query("select a from Account a order by a.id.value")
    List<Account> firstById(Limit limit);

    @Query("select a from Account a where a.id.value > :id order by a.id.value")
    List<Account> afterId(UUID id, Limit limit);
}

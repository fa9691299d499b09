package dev.meterlark.account;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.PersonId;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

interface ApiKeyRows extends Repository<ApiKey, String> {

    void save(ApiKey key);

    /** For authentication alone, which learns the account from the key. */
    Optional<ApiKey> findById(String id);

    Optional<ApiKey> findByAccountAndId(AccountId account, String id);

    @Query("select k from ApiKey k where k.account = :account and k.revokedAt is null")
    List<ApiKey> liveOf(AccountId account);

    @Query(
            """
            select k from ApiKey k
            where k.account = :account and k.person = :person and k.revokedAt is null
            """)
    List<ApiKey> liveOf(AccountId account, PersonId person);

    @Query("select k from ApiKey k where k.account = :account order by k.createdAt desc, k.id desc")
    List<ApiKey> newest(AccountId account, Limit limit);

    @Query(
            """
            select k from ApiKey k
            where k.account = :account
                and (k.createdAt < :at or (k.createdAt = :at and k.id < :id))
            order by k.createdAt desc, k.id desc
            """)
    List<ApiKey> before(AccountId account, Instant at, String id, Limit limit);

    /**
     * The later use wins, whichever node writes first; the version stays, as nobody decides by
     * this.
     */
    @Transactional
    @Modifying
    @Query(
            """
            update ApiKey k set k.lastUsedAt = :at
            where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt < :at)
            """)
    void used(String id, Instant at);
}

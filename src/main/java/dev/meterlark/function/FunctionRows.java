package dev.meterlark.function;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import jakarta.persistence.LockModeType;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

interface FunctionRows extends Repository<Function, FunctionId> {

    void save(Function function);

    void delete(Function function);

    Optional<Function> findByAccountAndName(AccountId account, String name);

    Optional<Function> findByAccountAndId(AccountId account, FunctionId id);

    boolean existsByAccountAndId(AccountId account, FunctionId id);

    boolean existsByAccountAndName(AccountId account, String name);

    /** Changes of one function come one after the other, so that none is lost. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select f from Function f where f.account = :account and f.name = :name")
    Optional<Function> lock(AccountId account, String name);

    /** Names that hold a text, those that begin with it first. */
    @Query(
            """
            select f.name from Function f
            where f.account = :account and locate(:part, lower(f.name)) > 0
            order by locate(:part, lower(f.name)), f.name
            """)
    List<String> named(AccountId account, String part, Limit limit);

    @Query(
            """
            select f from Function f
            where f.account = :account and f.name > :after
            order by f.name
            """)
    List<Function> after(AccountId account, String after, Limit limit);

    @Query(
            """
            select f from Function f
            where f.account = :account and f.name in :names
            order by f.name
            """)
    List<Function> named(AccountId account, Collection<String> names);

    /** The newest change first. */
    @Query(
            """
            select f from Function f
            where f.account = :account and f.changedAt >= :since
            order by f.account, f.changedAt desc, f.name
            """)
    List<Function> lastChanged(AccountId account, Instant since, Limit limit);

    /** Waits for changes under way and keeps others waiting, in the same order everywhere. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select f from Function f where f.account = :account order by f.name")
    List<Function> lockAll(AccountId account);

    /** Those of which asynchronous calls are not as usual. */
    @Query(
            """
            select f from Function f
            where f.account = :account and f.asyncPolicy is not null
            order by f.name
            """)
    List<Function> withAsyncPolicy(AccountId account);

    @Query("select count(f) from Function f where f.account = :account")
    long count(AccountId account);

    /** Of all accounts: for the data plane, which knows each function's own. */
    @Query("select f from Function f")
    List<Function> all();
}

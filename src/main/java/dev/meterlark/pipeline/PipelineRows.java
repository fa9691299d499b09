package dev.meterlark.pipeline;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import jakarta.persistence.LockModeType;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

interface PipelineRows extends Repository<Pipeline, FunctionId> {

    void save(Pipeline pipeline);

    void delete(Pipeline pipeline);

    Optional<Pipeline> findByAccountAndName(AccountId account, String name);

    Optional<Pipeline> findById(FunctionId id);

    boolean existsByAccountAndName(AccountId account, String name);

    /** Changes of one pipeline come one after the other, so that none is lost. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from Pipeline p where p.account = :account and p.name = :name")
    Optional<Pipeline> lock(AccountId account, String name);

    /** Names that hold a text, those that begin with it first. */
    @Query(
            """
            select p.name from Pipeline p
            where p.account = :account and locate(:part, lower(p.name)) > 0
            order by locate(:part, lower(p.name)), p.name
            """)
    List<String> named(AccountId account, String part, Limit limit);

    @Query(
            """
            select p from Pipeline p
            where p.account = :account and p.name > :after
            order by p.name
            """)
    List<Pipeline> after(AccountId account, String after, Limit limit);

    /** Waits for changes under way and keeps others waiting, in the same order everywhere. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from Pipeline p where p.account = :account order by p.name")
    List<Pipeline> lockAll(AccountId account);

    @Query("select count(p) from Pipeline p where p.account = :account")
    long count(AccountId account);

    /**
     * Those with a stage that may be of that name.
     *
     * @param stage see {@link StagesColumn#naming}
     */
    @Query(
            value =
                    """
                    select p.* from pipelines p
                    where p.account_id = :account and p.stages like :stage
                    order by p.name
                    """,
            nativeQuery = true)
    List<Pipeline> naming(UUID account, String stage);

    /** Those that say something of their asynchronous runs. */
    @Query(
            """
            select p from Pipeline p
            where p.account = :account and p.asyncPolicy is not null
            order by p.name
            """)
    List<Pipeline> withAsyncPolicy(AccountId account);

    /** Of all accounts: for the data plane, which knows each pipeline's own. */
    @Query("select p from Pipeline p")
    List<Pipeline> all();
}

package dev.meterlark.function;

import dev.meterlark.shared.FunctionId;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;
import java.util.Optional;

/** Written only while the function's row is locked, which each of them belongs to. */
interface VersionRows extends Repository<FunctionVersion, VersionId> {

    void save(FunctionVersion version);

    void delete(FunctionVersion version);

    Optional<FunctionVersion> findByFunctionAndNumber(FunctionId function, int number);

    boolean existsByFunctionAndNumber(FunctionId function, int number);

    @Query(
            """
            select v from FunctionVersion v
            where v.function = :function and v.number < :before
            order by v.number desc
            """)
    List<FunctionVersion> before(FunctionId function, int before, Limit limit);

    @Query("select v from FunctionVersion v where v.function = :function order by v.number")
    List<FunctionVersion> of(FunctionId function);

    @Query("select count(v) from FunctionVersion v where v.function = :function")
    long count(FunctionId function);

    /** Of all accounts: for the data plane, which knows each function's own. */
    @Query("select v from FunctionVersion v")
    List<FunctionVersion> all();
}

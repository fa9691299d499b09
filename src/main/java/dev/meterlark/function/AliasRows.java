package dev.meterlark.function;

import dev.meterlark.shared.FunctionId;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;
import java.util.Optional;

/** Written only while the function's row is locked, which each of them belongs to. */
interface AliasRows extends Repository<FunctionAlias, AliasId> {

    void save(FunctionAlias alias);

    void delete(FunctionAlias alias);

    Optional<FunctionAlias> findByFunctionAndName(FunctionId function, String name);

    boolean existsByFunctionAndName(FunctionId function, String name);

    @Query(
            """
            select a from FunctionAlias a
            where a.function = :function and a.name > :after
            order by a.name
            """)
    List<FunctionAlias> after(FunctionId function, String after, Limit limit);

    @Query("select a from FunctionAlias a where a.function = :function order by a.name")
    List<FunctionAlias> of(FunctionId function);

    /** Of all accounts: for the data plane, which knows each function's own. */
    @Query("select a from FunctionAlias a")
    List<FunctionAlias> all();
}

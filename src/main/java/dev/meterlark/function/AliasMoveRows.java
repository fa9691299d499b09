package dev.meterlark.function;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.util.List;

interface AliasMoveRows extends Repository<AliasMove, AliasMoveId> {

    void save(AliasMove move);

    @Query(
            """
            select m from AliasMove m
            where m.alias = :alias and m.revision < :before
            order by m.revision desc
            """)
    List<AliasMove> before(AliasId alias, long before, Limit limit);

    @Modifying(flushAutomatically = true)
    @Query("delete from AliasMove m where m.alias = :alias and m.revision < :oldest")
    void forget(AliasId alias, long oldest);
}

package dev.meterlark.release;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Written only while the function's row is locked. */
interface ShiftRows extends Repository<AliasShift, ShiftId> {

    void save(AliasShift shift);

    Optional<AliasShift> findById(ShiftId id);

    /** Those that have waited longest first. */
    @Query(
            """
            select new dev.meterlark.release.DueShift(s.id.value, s.account, s.functionName)
            from AliasShift s where s.running = 1 and s.lookAt <= :now order by s.lookAt
            """)
    List<DueShift> due(Instant now, Limit limit);

    @Query(
            """
            select s from AliasShift s
            where s.account = :account and s.functionName = :function and s.running = 1
            """)
    List<AliasShift> running(AccountId account, String function);

    @Query(
            """
            select s from AliasShift s
            where s.function = :function and s.alias = :alias
                and (s.startedAt < :at or s.startedAt = :at and s.id.value < :id)
            order by s.startedAt desc, s.id.value desc
            """)
    List<AliasShift> before(FunctionId function, String alias, Instant at, UUID id, Limit limit);
}

package dev.meterlark.metering;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Attempts of the ledger, counted by how they ended and how long they took. */
@Component
public class AttemptCounts {

    private static final String BUCKET =
            """
            cast(floor(ln(cast(greatest(u.queued_micros + u.start_micros + u.init_micros
                + u.run_micros, 1) as double precision)) * cast(? as double precision)) as integer)
            """;

    private static final String OF_A_FUNCTION =
            """
            select function_id, minute_of, version, fault, cold, bucket, count(*) as attempts,
                max(function_name) as function_name
            from (select u.function_id, u.function_name, u.version, u.fault, u.cold, %s as bucket,
                    cast(extract(minute from u.started_at at time zone 'UTC') as integer)
                        as minute_of
                from usage_record u
                where u.function_id = ? and u.account_id = ?
                    and u.started_at >= ? and u.started_at < ?) used
            group by function_id, minute_of, version, fault, cold, bucket
            """
                    .formatted(BUCKET);

    /** Minutes that nothing was summed up of: what a stale mark is about, and no roll-up. */
    private static final String NOT_SUMMED_UP =
            """
            select distinct m.function_id, m.minute_at from usage_mark m
            where m.account_id = ? and m.stale and m.hour_at >= ? and m.hour_at < ?
                and m.minute_at >= ? and m.minute_at < ? %s
                and not exists (select 1 from usage_rollup r
                    where r.account_id = m.account_id and r.hour_at = m.hour_at
                        and r.function_id = m.function_id
                        and (r.minute_at is null or r.minute_at = m.minute_at))
            """;

    private static final String FRESH =
            """
            select function_id, minute_at, version, fault, cold, bucket, count(*) as attempts,
                max(function_name) as function_name
            from (select s.function_id, s.minute_at, u.function_name, u.version, u.fault, u.cold, %s as bucket
                from (%s) s join usage_record u
                    on u.function_id = s.function_id and u.account_id = ?
                    and u.started_at >= s.minute_at
                    and u.started_at < s.minute_at + interval '1' minute
                limit ?) used
            group by function_id, minute_at, version, fault, cold, bucket
            """;

    private static final String FAILING =
            """
            select function_id from (
                select function_id, sum(calls) as attempts,
                    sum(case when fault = 'FUNCTION' then calls else 0 end) as errors
                from usage_rollup where account_id = ? and hour_at >= ? group by function_id) ran
            where errors > attempts * cast(? as double precision)
            order by errors desc, function_id limit ?
            """;

    private final JdbcTemplate jdbc;

    AttemptCounts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * All of a function's that started in [from, to), which lie in one hour.
     *
     * @param bucketsPerLog how fine the times are told apart
     */
    public List<AttemptCount> of(
            AccountId account,
            FunctionId function,
            Instant from,
            Instant to,
            double bucketsPerLog) {
        Instant hour = from.truncatedTo(ChronoUnit.HOURS);
        return jdbc.query(
                OF_A_FUNCTION,
                (row, _) -> count(row, hour.plus(row.getInt("minute_of"), ChronoUnit.MINUTES)),
                bucketsPerLog,
                function.value(),
                account.value(),
                Columns.instant(from),
                Columns.instant(to));
    }

    /**
     * Those whose minutes lie in [from, to) and that nothing was summed up of yet, as a rule those
     * of the last minute or two; none when there are more than are to be read.
     *
     * @param functions null for all of the account
     */
    public List<AttemptCount> fresh(
            AccountId account,
            @Nullable Collection<FunctionId> functions,
            Instant from,
            Instant to,
            double bucketsPerLog,
            int most) {
        String minutes =
                NOT_SUMMED_UP.formatted(functions == null ? "" : "and m.function_id = any(?)");
        List<Object> values = new ArrayList<>();
        values.add(bucketsPerLog);
        values.add(account.value());
        values.add(Columns.instant(from.truncatedTo(ChronoUnit.HOURS)));
        values.add(Columns.instant(to));
        values.add(Columns.instant(from));
        values.add(Columns.instant(to));
        if (functions != null) {
            values.add(Columns.ids(functions.stream().map(FunctionId::value).toList()));
        }
        values.add(account.value());
        values.add(most + 1);
        List<AttemptCount> counts =
                jdbc.query(
                        FRESH.formatted(BUCKET, minutes),
                        (row, _) ->
                                count(
                                        row,
                                        row.getObject("minute_at", OffsetDateTime.class)
                                                .toInstant()),
                        values.toArray());
        return counts.stream().mapToLong(AttemptCount::attempts).sum() > most ? List.of() : counts;
    }

    /**
     * Functions of which more than a share of the attempts failed by their own fault, those with
     * the most failures first. What is not rolled up yet does not count.
     *
     * @param since from the beginning of its hour on
     */
    public List<FunctionId> failing(AccountId account, Instant since, double share, int most) {
        return jdbc.query(
                FAILING,
                (row, _) -> new FunctionId(row.getObject("function_id", UUID.class)),
                account.value(),
                Columns.instant(since.truncatedTo(ChronoUnit.HOURS)),
                share,
                most);
    }

    private static AttemptCount count(ResultSet row, Instant minute) throws SQLException {
        String fault = row.getString("fault");
        return new AttemptCount(
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                minute,
                row.getString("version"),
                fault == null ? null : Fault.valueOf(fault),
                row.getBoolean("cold"),
                row.getInt("bucket"),
                row.getLong("attempts"));
    }
}

package dev.meterlark.metering;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.SqlTypeValue;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The attempts of an account that started in [from, to), as a table for the from clause: roll-ups
 * where they are right, the ledger where they are not, or where the time begins or ends within an
 * hour. One statement reads both, so each attempt is in it once, whatever is written meanwhile.
 *
 * @param only of these functions; null for all of the account
 */
record UsageSource(AccountId account, Instant from, Instant to, @Nullable Set<FunctionId> only) {

    UsageSource(AccountId account, Instant from, Instant to) {
        this(account, from, to, null);
    }

    /** What an hour, or a part of one, was split by. */
    static final List<String> KEYS =
            List.of(
                    "function_id",
                    "hour_at",
                    "usage_day",
                    "version",
                    "alias",
                    "source",
                    "trigger_id",
                    "fault",
                    "cold",
                    "tag_set",
                    "price_book",
                    "currency");

    /** What is summed, by the expression for one attempt. */
    static final Map<String, String> SUMS = sums();

    private static final String HOUR_OF_ATTEMPT =
            "date_trunc('hour', u.started_at at time zone 'UTC') at time zone 'UTC' as hour_at";

    /**
     * Of the roll-ups, those that no stale mark is about. Before the first hour that one is about,
     * which is the last hour as a rule, none has to be looked for.
     */
    private static final String RIGHT =
            """
            select function_name, %s from usage_rollup r
            where r.account_id = :account and r.hour_at >= :begin and r.hour_at < :end
                and (r.hour_at < (select coalesce(min(f.hour_at), :end) from usage_mark f
                        where f.account_id = :account and f.stale
                            and f.hour_at >= :begin and f.hour_at < :end)
                    or not exists (select 1 from usage_mark m
                        where m.account_id = r.account_id and m.function_id = r.function_id
                            and m.hour_at = r.hour_at and m.stale
                            and (m.minute_at is null or r.minute_at is null
                                or m.minute_at = r.minute_at)))
            """;

    /**
     * What stale marks are about, each piece of time once: the whole hour where a mark or a roll-up
     * is about all of it, else the minutes.
     */
    private static final String STALE =
            """
            select distinct function_id, hour_at,
                case when whole then hour_at else minute_at end as began_at,
                case when whole then hour_at + interval '1' hour
                    else minute_at + interval '1' minute end as ended_at
            from (select m.function_id, m.hour_at, m.minute_at,
                    (m.minute_at is null
                        or exists (select 1 from usage_rollup r
                            where r.account_id = m.account_id and r.function_id = m.function_id
                                and r.hour_at = m.hour_at and r.minute_at is null)
                        or exists (select 1 from usage_mark o
                            where o.account_id = m.account_id and o.function_id = m.function_id
                                and o.hour_at = m.hour_at and o.stale and o.minute_at is null))
                    as whole
                from usage_mark m
                where m.account_id = :account and m.stale
                    and m.hour_at >= :begin and m.hour_at < :end%s) marked
            """;

    private static final String FROM_LEDGER =
            """
            select u.function_name, %s from (%s) s join usage_record u
                on u.function_id = s.function_id and u.account_id = :account
                and u.started_at >= s.began_at and u.started_at < s.ended_at
            """;

    private static final String WITHIN_AN_HOUR =
            """
            select u.function_name, %s from usage_function s join usage_record u
                on u.function_id = s.function_id and u.account_id = s.account_id
                and u.started_at >= :%s and u.started_at < :%s
            where s.account_id = :account
            """;

    private static Map<String, String> sums() {
        Map<String, String> sums = new LinkedHashMap<>();
        sums.put("calls", "1");
        sums.put("billable_calls", "case when u.billable then 1 else 0 end");
        sums.put("billed_millis", "u.billed_millis");
        sums.put("mib_millis", "cast(u.billed_millis as numeric(30)) * u.memory_mib");
        sums.put("cpu_micros", "case when u.billable then u.cpu_micros else 0 end");
        sums.put("egress_bytes", "case when u.billable then u.egress_bytes else 0 end");
        sums.put(
                "init_mib_micros",
                "case when u.billable then cast(least(u.init_micros, 10000000) as numeric(30))"
                        + " * u.memory_mib else 0 end");
        sums.put("price", "u.price");
        return sums;
    }

    /** Of single attempts as {@code u}, the same columns that roll-ups have. */
    static String ofAttempts(String hour) {
        List<String> columns = new ArrayList<>();
        KEYS.forEach(key -> columns.add(key.equals("hour_at") ? hour : "u." + key));
        SUMS.forEach((name, expression) -> columns.add(expression + " as " + name));
        return String.join(", ", columns);
    }

    /** A derived table; to be bound by {@link #bind}. */
    String sql() {
        List<String> parts = new ArrayList<>();
        if (begin().isBefore(end())) {
            String columns = String.join(", ", KEYS) + ", " + String.join(", ", SUMS.keySet());
            parts.add(RIGHT.formatted(columns) + ofOnly("r"));
            parts.add(FROM_LEDGER.formatted(ofAttempts("s.hour_at"), STALE.formatted(ofOnly("m"))));
            if (from.isBefore(begin())) {
                parts.add(within("from", "begin"));
            }
            if (end().isBefore(to)) {
                parts.add(within("end", "to"));
            }
        } else {
            parts.add(within("from", "to"));
        }
        return "(" + String.join(" union all ", parts) + ") used";
    }

    private String within(String from, String to) {
        return WITHIN_AN_HOUR.formatted(ofAttempts(HOUR_OF_ATTEMPT), from, to) + ofOnly("s");
    }

    private String ofOnly(String alias) {
        return only == null ? "" : " and %s.function_id = any(:only)".formatted(alias);
    }

    JdbcClient.StatementSpec bind(JdbcClient.StatementSpec statement) {
        JdbcClient.StatementSpec bound = only == null ? statement : statement.param("only", ids());
        return bound.param("account", account.value())
                .param("from", Columns.instant(from))
                .param("begin", Columns.instant(begin()))
                .param("end", Columns.instant(end()))
                .param("to", Columns.instant(to));
    }

    private SqlTypeValue ids() {
        return Columns.ids(Objects.requireNonNull(only).stream().map(FunctionId::value).toList());
    }

    /** Of the first whole hour. */
    private Instant begin() {
        Instant hour = from.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(from) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    /** Of the last whole hour. */
    private Instant end() {
        return to.truncatedTo(ChronoUnit.HOURS);
    }
}

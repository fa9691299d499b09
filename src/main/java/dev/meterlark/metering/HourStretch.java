package dev.meterlark.metering;

import dev.meterlark.platform.Columns;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Attempts that started in [from, to): roll-ups where they are right, the ledger where they are
 * not, or where the time begins or ends within an hour.
 */
record HourStretch(Instant from, Instant to) {

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

    /**
     * Of functions with a roll-up or a mark there, as every record has; others are not looked at.
     */
    private static final String WITHIN_AN_HOUR =
            """
            select u.function_name, %1$s from (
                    select r.function_id from usage_rollup r where r.account_id = :account
                        and r.hour_at >= :%2$s and r.hour_at < :%4$s
                    union select m.function_id from usage_mark m where m.account_id = :account
                        and m.hour_at >= :%2$s and m.hour_at < :%4$s) s
                join usage_record u on u.function_id = s.function_id and u.account_id = :account
                and u.started_at >= :%3$s and u.started_at < :%4$s
            where 1 = 1
            """;

    /**
     * What is to be read together, of {@code :account} and with {@link #parameters}.
     *
     * @param ofOnly a further condition for the table with the alias, where only some functions are
     *     wanted; else empty
     */
    List<String> selects(UnaryOperator<String> ofOnly) {
        if (!begin().isBefore(end())) {
            return List.of(within("floor", "from", "to", ofOnly));
        }
        List<String> parts = new ArrayList<>();
        parts.add(RIGHT.formatted(AttemptSums.summed("hour_at")) + ofOnly.apply("r"));
        parts.add(
                FROM_LEDGER.formatted(
                        AttemptSums.ofAttempts("s.hour_at"), STALE.formatted(ofOnly.apply("m"))));
        if (from.isBefore(begin())) {
            parts.add(within("floor", "from", "begin", ofOnly));
        }
        if (end().isBefore(to)) {
            parts.add(within("end", "end", "to", ofOnly));
        }
        return parts;
    }

    /**
     * @param hour begins where from is, or before
     */
    private static String within(
            String hour, String from, String to, UnaryOperator<String> ofOnly) {
        return WITHIN_AN_HOUR.formatted(AttemptSums.ofAttempts(HOUR_OF_ATTEMPT), hour, from, to)
                + ofOnly.apply("s");
    }

    /** By their names, which begin with a colon in the statement. */
    Map<String, Object> parameters() {
        return Map.of(
                "floor", Columns.instant(from.truncatedTo(ChronoUnit.HOURS)),
                "from", Columns.instant(from),
                "begin", Columns.instant(begin()),
                "end", Columns.instant(end()),
                "to", Columns.instant(to));
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

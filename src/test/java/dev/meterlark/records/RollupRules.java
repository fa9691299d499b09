package dev.meterlark.records;

import java.util.List;
import java.util.Set;

/**
 * What the sums of usage owe to the ledger: at any moment they are right, or marked as stale; and
 * what charts are drawn from says the same as they do.
 */
final class RollupRules {

    private static final Set<String> TABLES = Set.of("usage_record", "usage_rollup", "usage_mark");

    private static final Set<String> BY_DAY =
            Set.of("usage_rollup", "usage_sheet", "usage_summed_day");

    private static final Set<String> CHARTED =
            Set.of("usage_record", "usage_rollup", "usage_mark", "call_metric");

    private static final String FRESH =
            """
            not exists (select 1 from usage_mark m where m.stale and m.account_id = %1$s.account_id
                and m.function_id = %1$s.function_id and m.hour_at <= %2$s
                and m.hour_at + interval '1' hour > %2$s
                and (m.minute_at is null or %3$s))
            """;

    static final List<Rule> ALL =
            List.of(
                    Rule.noRow(
                            "I19 rolled up",
                            "what is summed up and not stale is what the ledger has",
                            Rule.When.ALWAYS,
                            TABLES,
                            """
                            select r.function_id, r.hour_at, r.minute_at, r.calls, r.price from (
                                select account_id, function_id, hour_at, minute_at,
                                    sum(calls) as calls, sum(price) as price
                                from usage_rollup
                                group by account_id, function_id, hour_at, minute_at) r
                            where
                            """
                                    + FRESH.formatted(
                                            "r",
                                            "r.hour_at",
                                            "r.minute_at is null or r.minute_at = m.minute_at")
                                    + """
                                    and (r.calls, r.price) <> (
                                        select count(*), coalesce(sum(u.price), 0)
                                        from usage_record u
                                        where u.function_id = r.function_id
                                            and u.account_id = r.account_id
                                            and u.started_at >= coalesce(r.minute_at, r.hour_at)
                                            and u.started_at < case when r.minute_at is null
                                                then r.hour_at + interval '1' hour
                                                else r.minute_at + interval '1' minute end)
                                    """),
                    Rule.noRow(
                            "I19 behind",
                            "what is in the ledger is summed up, or known not to be",
                            Rule.When.ALWAYS,
                            TABLES,
                            """
                            select u.invocation_id, u.attempt, u.started_at from usage_record u
                            where not exists (select 1 from usage_rollup r
                                where r.account_id = u.account_id
                                    and r.function_id = u.function_id
                                    and coalesce(r.minute_at, r.hour_at) <= u.started_at
                                    and case when r.minute_at is null
                                        then r.hour_at + interval '1' hour
                                        else r.minute_at + interval '1' minute end > u.started_at)
                            and
                            """
                                    + FRESH.formatted(
                                            "u",
                                            "u.started_at",
                                            "(m.minute_at <= u.started_at and m.minute_at +"
                                                    + " interval '1' minute > u.started_at)")),
                    Rule.noRow(
                            "I19 by day",
                            "a day that is summed up, or that nothing is known of, has what its"
                                    + " hours have",
                            Rule.When.ALWAYS,
                            BY_DAY,
                            """
                            select account_id, usage_day, sum(calls) from (
                                select account_id, usage_day, calls, price from usage_rollup
                                union all select account_id, usage_day, -calls, -price
                                from usage_sheet) sums
                            where not exists (select 1 from usage_summed_day s
                                where s.account_id = sums.account_id
                                    and s.usage_day = sums.usage_day and s.due_at is not null)
                            group by account_id, usage_day
                            having sum(calls) <> 0 or sum(price) <> 0
                            """),
                    Rule.noRow(
                            "I19 charted",
                            "a chart's hour that is over has the calls, failures and cold starts of"
                                    + " usage",
                            Rule.When.ALWAYS,
                            CHARTED,
                            """
                            select r.function_id, r.hour_at, r.calls, r.errors, r.platform, r.cold
                            from (select account_id, function_id, hour_at, sum(calls) as calls,
                                    sum(case when fault = 'FUNCTION' then calls else 0 end)
                                        as errors,
                                    sum(case when fault = 'PLATFORM' then calls else 0 end)
                                        as platform,
                                    sum(case when cold then calls else 0 end) as cold
                                from usage_rollup where minute_at is null
                                group by account_id, function_id, hour_at) r
                            where r.hour_at > (select max(hour_at) - interval '90' day
                                from usage_rollup) and
                            """
                                    + FRESH.formatted("r", "r.hour_at", "1 = 1")
                                    + """
                                    and (r.calls, r.errors, r.platform, r.cold) <> (
                                        select coalesce(sum(c.calls), 0),
                                            coalesce(sum(c.errors), 0),
                                            coalesce(sum(c.platform_errors), 0),
                                            coalesce(sum(c.cold_starts), 0)
                                        from call_metric c
                                        where c.account_id = r.account_id
                                            and c.function_id = r.function_id
                                            and c.grain = 60 and c.began_at = r.hour_at)
                                    """),
                    Rule.noRow(
                            "I19 charted whole",
                            "an account's chart is that of all its functions together",
                            Rule.When.ALWAYS,
                            CHARTED,
                            """
                            select account_id, grain, began_at from call_metric
                            group by account_id, grain, began_at
                            having sum(case when function_id = '00000000-0000-0000-0000-000000000000'
                                    then calls else 0 end)
                                <> sum(case when function_id
                                    <> '00000000-0000-0000-0000-000000000000'
                                    then calls else 0 end)
                            """));

    private RollupRules() {}
}

package dev.meterlark.records;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the ledger of usage and what the history keeps beside it owe to each other and to whoever
 * called.
 */
final class UsageRules {

    private static final String USAGE = "usage_record";
    private static final String USED = "usage_function";
    private static final String FAILURES = "call_failure";
    private static final String QUARANTINE = "usage_quarantine";

    static final List<Rule> ALL =
            List.of(
                    Rule.noRow(
                            "I20 ours",
                            "an attempt that failed by the platform's fault is free",
                            Rule.When.ALWAYS,
                            Set.of(USAGE),
                            """
                            select invocation_id, attempt, error_code, price from usage_record
                            where fault = 'PLATFORM' and (billable or price <> 0 or billed_millis <> 0)
                            """),
                    Rule.noRow(
                            "I20 success",
                            "a call that somebody waits for succeeds at most once",
                            Rule.When.ALWAYS,
                            Set.of(USAGE, "async_call", "async_ended"),
                            """
                            select invocation_id, count(*) as successes from usage_record u
                            where error_code is null
                                and not exists (select 1 from async_call c
                                    where c.id = u.invocation_id)
                                and not exists (select 1 from async_ended e
                                    where e.id = u.invocation_id)
                            group by invocation_id having count(*) > 1
                            """),
                    Rule.noRow(
                            "I18 apart",
                            "an attempt is in the ledger or in quarantine, never in both",
                            Rule.When.ALWAYS,
                            Set.of(USAGE, QUARANTINE),
                            """
                            select u.invocation_id, u.attempt from usage_record u
                            join usage_quarantine q
                                on q.invocation_id = u.invocation_id and q.attempt = u.attempt
                            """),
                    Rule.noRow(
                            "I9 one call",
                            "all attempts of an id are of one account, function and parent",
                            Rule.When.ALWAYS,
                            Set.of(USAGE),
                            """
                            select invocation_id from usage_record group by invocation_id
                            having count(distinct account_id) > 1 or count(distinct function_id) > 1
                                or count(distinct parent_id) > 1 or count(distinct depth) > 1
                            """),
                    Rule.noRow(
                            "I22 used",
                            "a function is known to be used from before its first row",
                            Rule.When.ALWAYS,
                            Set.of(USAGE, USED),
                            """
                            select distinct u.account_id, u.function_id from usage_record u
                            where not exists (select 1 from usage_function f
                                where f.account_id = u.account_id and f.function_id = u.function_id)
                            """),
                    Rule.noRow(
                            "I22 ledger",
                            "what said something of its failure is in the ledger, or in quarantine",
                            Rule.When.AT_REST,
                            Set.of(USAGE, FAILURES, QUARANTINE),
                            """
                            select c.invocation_id, c.attempt from call_failure c
                            where not exists (select 1 from usage_record u
                                where u.invocation_id = c.invocation_id and u.attempt = c.attempt)
                            and not exists (select 1 from usage_quarantine q
                                where q.invocation_id = c.invocation_id and q.attempt = c.attempt)
                            """),
                    new Rule(
                            "I20 answered",
                            "whoever had an answer is in the ledger, at the price they were told",
                            Set.of(USAGE),
                            Rule.When.AT_REST,
                            UsageRules::answeredAndNotKept));

    private UsageRules() {}

    private static List<String> answeredAndNotKept(Ledgers ledgers, History history) {
        Map<String, BigDecimal> kept = new TreeMap<>();
        ledgers.database()
                .sql("select invocation_id, price from usage_record where error_code is null")
                .query(
                        row -> {
                            kept.put(
                                    String.valueOf(row.getObject(1, UUID.class)),
                                    row.getBigDecimal(2));
                        });
        List<String> broken = new ArrayList<>();
        history.answered()
                .forEach(
                        (id, price) -> {
                            BigDecimal found = kept.get(id);
                            if (found == null) {
                                broken.add("%s was answered and is not there".formatted(id));
                            } else if (found.compareTo(price) != 0) {
                                broken.add(
                                        "%s was told %s and is there with %s"
                                                .formatted(id, price, found));
                            }
                        });
        return broken;
    }
}

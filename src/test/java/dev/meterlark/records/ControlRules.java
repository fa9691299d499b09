package dev.meterlark.records;

import java.util.List;
import java.util.Set;

/** What functions and the audit log owe to each other and to what ran. */
final class ControlRules {

    static final List<Rule> ALL =
            List.of(
                    Rule.noRow(
                            "I39 gapless",
                            "an account's audit records are numbered without a gap",
                            Rule.When.ALWAYS,
                            Set.of("audit_head", "audit_record"),
                            """
                            select h.account_id, h.last_number, count(r.id) as records
                            from audit_head h left join audit_record r
                                on r.account_id = h.account_id
                            group by h.account_id, h.last_number
                            having count(r.id) <> h.last_number
                                or coalesce(max(r.record_number), 0) <> h.last_number
                            """),
                    Rule.noRow(
                            "I39 created",
                            "a function is there exactly once for each time it was created and"
                                    + " not deleted",
                            Rule.When.ALWAYS,
                            Set.of("account", "functions", "audit_record"),
                            """
                            select r.account_id, r.subject, count(*) as records from audit_record r
                            join account a on a.id = r.account_id and a.state <> 'CLOSED'
                            where r.action in ('function.created', 'function.deleted')
                            group by r.account_id, r.subject
                            having sum(case r.action when 'function.created' then 1 else -1 end) <> (
                                select count(*) from functions f
                                where f.account_id = r.account_id
                                    and 'function:' || f.name = r.subject)
                            """),
                    Rule.noRow(
                            "I39 unrecorded",
                            "no function is there that the audit log knows nothing of",
                            Rule.When.ALWAYS,
                            Set.of("functions", "audit_record"),
                            """
                            select f.account_id, f.name from functions f where not exists (
                                select 1 from audit_record r
                                where r.account_id = f.account_id and r.action = 'function.created'
                                    and r.subject = 'function:' || f.name)
                            """),
                    Rule.noRow(
                            "I32 deleted",
                            "after its deletion nothing of a function runs",
                            Rule.When.ALWAYS,
                            Set.of("functions", "audit_record", "usage_record"),
                            """
                            select u.invocation_id, u.attempt, u.function_name, u.started_at,
                                d.deleted_at
                            from usage_record u join (
                                select account_id, subject, max(recorded_at) as deleted_at
                                from audit_record where action = 'function.deleted'
                                group by account_id, subject) d
                            on d.account_id = u.account_id
                                and d.subject = 'function:' || u.function_name
                            where u.started_at > d.deleted_at and not exists (
                                select 1 from functions f where f.id = u.function_id)
                            """));

    private ControlRules() {}
}

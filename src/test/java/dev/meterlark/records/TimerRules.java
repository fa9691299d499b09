package dev.meterlark.records;

import java.util.List;
import java.util.Set;

/** What timers owe to whoever made a schedule: the ledger says what became of each tick. */
final class TimerRules {

    private static final String TICKS = "schedule_tick";

    static final List<Rule> ALL =
            List.of(
                    Rule.noRow(
                            "I14 fired",
                            "a tick that fired has its call",
                            Rule.When.ALWAYS,
                            Set.of(TICKS, "async_call", "async_ended"),
                            """
                            select t.trigger_id, t.scheduled_for, t.call_id from schedule_tick t
                            where t.state in (1, 3)
                                and not exists (select 1 from async_call c where c.id = t.call_id)
                                and not exists (select 1 from async_ended e where e.id = t.call_id)
                            """),
                    Rule.noRow(
                            "I14 once",
                            "no two ticks have one call",
                            Rule.When.ALWAYS,
                            Set.of(TICKS),
                            """
                            select call_id, count(*) as ticks from schedule_tick
                            where call_id is not null group by call_id having count(*) > 1
                            """),
                    Rule.noRow(
                            "I14 call",
                            "a call that a schedule made is that of a tick",
                            Rule.When.ALWAYS,
                            Set.of(TICKS, "schedule", "usage_record"),
                            """
                            select u.invocation_id, u.trigger_id from usage_record u
                            where exists (select 1 from schedule s where s.trigger_id = u.trigger_id)
                                and not exists (select 1 from schedule_tick t
                                    where t.trigger_id = u.trigger_id
                                        and t.call_id = u.invocation_id)
                            """),
                    Rule.noRow(
                            "I13 settled",
                            "a tick that is planned is one that somebody will look at",
                            Rule.When.ALWAYS,
                            Set.of(TICKS),
                            """
                            select trigger_id, scheduled_for, state from schedule_tick
                            where state in (0, 3) and look_at is null
                                or state in (1, 2) and (settled_at is null or look_at is not null)
                            """));

    private TimerRules() {}
}

package dev.meterlark.records;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What the queue of asynchronous calls owes to whoever was told 202. */
final class QueueRules {

    private static final String WAITING = "async_call";
    private static final String ENDED = "async_ended";

    static final List<Rule> ALL =
            List.of(
                    Rule.noRow(
                            "I3 conservation",
                            "of each account, accepted = waiting + running + ended",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, "async_accepted", "async_ended_count"),
                            """
                            select * from (
                                select a.account_id, a.calls as accepted,
                                    (select count(*) from async_call c
                                        where c.account_id = a.account_id) as in_hand,
                                    coalesce(e.succeeded + e.failed + e.expired + e.cancelled, 0)
                                        as ended
                                from async_accepted a
                                left join async_ended_count e on e.account_id = a.account_id) sums
                            where accepted <> in_hand + ended
                            """),
                    Rule.noRow(
                            "I3 bytes",
                            "of each account, the bytes that were accepted and have not ended are"
                                    + " those of the calls in hand",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, "async_accepted", "async_ended_count"),
                            """
                            select * from (
                                select a.account_id, a.bytes - coalesce(e.bytes, 0) as counted,
                                    (select coalesce(sum(c.event_bytes), 0) from async_call c
                                        where c.account_id = a.account_id) as in_hand
                                from async_accepted a
                                left join async_ended_count e on e.account_id = a.account_id) sums
                            where counted <> in_hand
                            """),
                    Rule.noRow(
                            "I3 uncounted",
                            "no account has calls that were never counted as accepted",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, ENDED, "async_accepted"),
                            """
                            select account_id, count(*) as calls from (
                                select account_id from async_call
                                union all select account_id from async_ended) both_of_them
                            where account_id not in (select account_id from async_accepted)
                            group by account_id
                            """),
                    Rule.noRow(
                            "I2 one end",
                            "a call waits or runs, or has ended, never both",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, ENDED),
                            """
                            select c.id, e.reason from async_call c
                            join async_ended e on e.id = c.id
                            """),
                    Rule.noRow(
                            "I2 stuck",
                            "the first of an ordering key is not behind another",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, "async_order"),
                            """
                            select o.call_id, o.ordering_key from async_order o
                            join async_call c on c.id = o.call_id
                            where c.state = 2 and not exists (select 1 from async_order earlier
                                where earlier.function_id = o.function_id
                                    and earlier.ordering_key = o.ordering_key
                                    and earlier.position < o.position)
                            """),
                    Rule.noRow(
                            "I2 place",
                            "an ordered call has a place in its order exactly until it has ended",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, "async_order"),
                            """
                            select c.id as call_id, 'no place' as flaw from async_call c
                            where c.is_ordered and not exists (
                                select 1 from async_order o where o.call_id = c.id)
                            union all select o.call_id, 'no call' from async_order o
                            where not exists (select 1 from async_call c
                                where c.id = o.call_id and c.is_ordered)
                            """),
                    Rule.noRow(
                            "I2 bytes",
                            "what is kept in pieces belongs to a call that waits, or has ended",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, ENDED, "async_bytes"),
                            """
                            select b.call_id, b.part from async_bytes b
                            where (b.part = 0 and not exists (
                                    select 1 from async_call c where c.id = b.call_id))
                                or (b.part = 1 and not exists (
                                    select 1 from async_ended e where e.id = b.call_id))
                            """),
                    Rule.noRow(
                            "I2 whole",
                            "the event of a call in hand is there to the last byte",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, "async_bytes"),
                            """
                            select * from (
                                select c.id, c.event_bytes, octet_length(c.head)
                                    + coalesce(octet_length(c.payload), (
                                        select coalesce(sum(octet_length(b.bytes)), 0)
                                        from async_bytes b
                                        where b.call_id = c.id and b.part = 0)) as found
                                from async_call c) sizes
                            where event_bytes <> found
                            """),
                    Rule.noRow(
                            "I2 ends",
                            "nothing whose time has come waits or runs when everything should have"
                                    + " ended",
                            Rule.When.AT_REST,
                            Set.of(WAITING),
                            "select id, function_name, state, epoch, attempts from async_call"
                                    + " where aged_from <= current_timestamp"),
                    Rule.noRow(
                            "I2 given up",
                            "a call that was given up on is among the dead letters",
                            Rule.When.ALWAYS,
                            Set.of(ENDED, "dead_letter"),
                            """
                            select e.id, e.reason from async_ended e
                            where e.reason not in ('SUCCEEDED', 'CANCELLED') and not exists (
                                select 1 from dead_letter d where d.id = e.id)
                            """),
                    Rule.noRow(
                            "I2 told",
                            "nothing waits to be told when everything should have been",
                            Rule.When.AT_REST,
                            Set.of(ENDED, "outbox"),
                            "select id, about, attempts, trouble from outbox where parked_at is"
                                    + " null"),
                    Rule.noRow(
                            "I4 attempts",
                            "no more attempts are in the ledger than were begun",
                            Rule.When.ALWAYS,
                            Set.of(ENDED, "usage_record"),
                            """
                            select e.id, e.reason, e.attempts, max(u.attempt) as found
                            from async_ended e join usage_record u on u.invocation_id = e.id
                            where e.reason <> 'CANCELLED'
                            group by e.id, e.reason, e.attempts having max(u.attempt) > e.attempts
                            """),
                    Rule.noRow(
                            "I4 retries",
                            "a function that failed is tried again five times at most",
                            Rule.When.ALWAYS,
                            Set.of(ENDED, "usage_record"),
                            """
                            select invocation_id, count(*) as failures from usage_record
                            where fault = 'FUNCTION' group by invocation_id having count(*) > 6
                            """),
                    Rule.noRow(
                            "I7 success",
                            "a call that ended as a success has that attempt in the ledger",
                            Rule.When.AT_REST,
                            Set.of(ENDED, "usage_record"),
                            """
                            select e.id, e.attempts from async_ended e
                            where e.reason = 'SUCCEEDED' and not exists (
                                select 1 from usage_record u where u.invocation_id = e.id
                                    and u.attempt = e.attempts and u.error_code is null)
                            """),
                    Rule.noRow(
                            "I7 failure",
                            "a call whose retries are exhausted failed by its function's fault",
                            Rule.When.AT_REST,
                            Set.of(ENDED, "usage_record"),
                            """
                            select e.id, e.attempts from async_ended e
                            where e.reason = 'RETRIES_EXHAUSTED'
                                and coalesce(e.error_type, '') <> 'BatchItemFailures'
                                and not exists (
                                select 1 from usage_record u where u.invocation_id = e.id
                                    and u.attempt = e.attempts and u.error_code is not null
                                    and u.fault <> 'PLATFORM')
                            """),
                    Rule.noRow(
                            "I30 version",
                            "what an end says it ran is what the ledger says",
                            Rule.When.AT_REST,
                            Set.of(ENDED, "usage_record"),
                            """
                            select e.id, e.executed_version, u.version from async_ended e
                            join usage_record u on u.invocation_id = e.id and u.attempt = e.attempts
                            where e.executed_version is not null and u.version <> e.executed_version
                            """),
                    new Rule(
                            "I1 accepted",
                            "whoever was told 202 is there: waiting, running or ended",
                            Set.of(WAITING, ENDED),
                            Rule.When.ALWAYS,
                            QueueRules::acceptedAndLost),
                    new Rule(
                            "I7 cancelled",
                            "whoever was told that their call is cancelled finds it so",
                            Set.of(ENDED),
                            Rule.When.AT_REST,
                            QueueRules::cancelledAndOtherwise),
                    Rule.noRow(
                            "I10 key",
                            "a deduplication key stands for a call of its function",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, ENDED, "async_deduplication"),
                            """
                            select d.key_text, d.call_id from async_deduplication d
                            where d.expires_at > current_timestamp and not exists (
                                select 1 from async_call c
                                where c.id = d.call_id and c.function_id = d.function_id)
                            and not exists (select 1 from async_ended e
                                where e.id = d.call_id and e.function_id = d.function_id)
                            """));

    private QueueRules() {}

    private static List<String> acceptedAndLost(Ledgers ledgers, History history) {
        Set<String> there = new HashSet<>();
        ledgers.database()
                .sql("select id from async_call union all select id from async_ended")
                .query(UUID.class)
                .list()
                .forEach(id -> there.add(id.toString()));
        return history.accepted().stream()
                .filter(id -> !there.contains(id))
                .map(id -> id + " was accepted and is not there")
                .toList();
    }

    private static List<String> cancelledAndOtherwise(Ledgers ledgers, History history) {
        var reasons = new TreeMap<String, String>();
        ledgers.database()
                .sql("select id, reason from async_ended")
                .query(
                        row -> {
                            reasons.put(row.getObject(1, UUID.class).toString(), row.getString(2));
                        });
        List<String> broken = new ArrayList<>();
        for (String id : new TreeSet<>(history.cancelled())) {
            String reason = reasons.getOrDefault(id, "not there");
            if (!reason.equals("CANCELLED")) {
                broken.add("%s was cancelled and is %s".formatted(id, reason));
            }
        }
        return broken;
    }
}

package dev.meterlark.records;

import tools.jackson.databind.json.JsonMapper;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What attempts owe to the lease under which they run, to their turn and to their call's age. */
final class LeaseRules {

    private static final String WAITING = "async_call";
    private static final String ENDED = "async_ended";
    private static final String USAGE = "usage_record";

    /** A node's clock and the database's need not agree to the second. */
    private static final Duration DRIFT = Duration.ofSeconds(5);

    /** What is usual, of a function that says nothing else. */
    private static final long USUAL_AGE_SECONDS = 21_600;

    private static final long LEAST_AGE_SECONDS = 60;

    private static final JsonMapper JSON = new JsonMapper();

    static final List<Rule> ALL =
            List.of(
                    Rule.noRow(
                            "I5 epoch",
                            "a call in hand has begun all the attempts that are in the ledger: no"
                                    + " settle of an old lease took one back",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, USAGE),
                            """
                            select c.id, c.epoch, c.attempts, max(u.attempt) as found
                            from async_call c join usage_record u on u.invocation_id = c.id
                            group by c.id, c.epoch, c.attempts having max(u.attempt) > c.attempts
                            """),
                    new Rule(
                            "I5 over",
                            "no attempt of a call begins after its end",
                            Set.of(ENDED, USAGE),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> afterTheEnd(ledgers)),
                    new Rule(
                            "I6 lease",
                            "no attempt begins while another of its call runs that still has time",
                            Set.of(WAITING, ENDED, USAGE, "functions", "function_version"),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> overlapping(ledgers)),
                    new Rule(
                            "I8 age",
                            "no attempt of a call in hand began after its function's maximum age",
                            Set.of(WAITING, USAGE, "functions"),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> tooOld(ledgers)),
                    new Rule(
                            "I8 expired",
                            "what ended because of its age had reached the least that there is",
                            Set.of(ENDED),
                            Rule.When.ALWAYS,
                            (ledgers, _) -> tooYoung(ledgers)),
                    Rule.noRow(
                            "I11 turn",
                            "order is kept where it was asked for: of an ordering key only the"
                                    + " first runs",
                            Rule.When.ALWAYS,
                            Set.of(WAITING, "async_order"),
                            """
                            select o.call_id, o.ordering_key from async_order o
                            join async_call c on c.id = o.call_id
                            where c.state = 1 and exists (select 1 from async_order earlier
                                where earlier.function_id = o.function_id
                                    and earlier.ordering_key = o.ordering_key
                                    and earlier.position < o.position)
                            """));

    private LeaseRules() {}

    private static List<String> afterTheEnd(Ledgers ledgers) {
        List<String> broken = new ArrayList<>();
        ledgers.database()
                .sql(
                        """
                        select e.id, e.ended_at, u.attempt, u.started_at from async_ended e
                        join usage_record u on u.invocation_id = e.id
                        where u.started_at > e.ended_at
                        """)
                .query(
                        row -> {
                            if (instant(row, 4).isAfter(instant(row, 2).plus(DRIFT))) {
                                broken.add(
                                        "attempt %d of %s began at %s, and the call ended at %s"
                                                .formatted(
                                                        row.getInt(3),
                                                        row.getObject(1, UUID.class),
                                                        instant(row, 4),
                                                        instant(row, 2)));
                            }
                        });
        return broken;
    }

    /**
     * A lease lasts for longer than the timeout; after it, whoever had it may still be at it, or
     * even begin.
     */
    private static List<String> overlapping(Ledgers ledgers) {
        List<String> broken = new ArrayList<>();
        ledgers.database()
                .sql(
                        """
                        select a.invocation_id, a.attempt, a.started_at, b.started_at,
                            a.queued_micros + a.start_micros + a.init_micros + a.run_micros,
                            coalesce(v.timeout_seconds, f.timeout_seconds)
                        from usage_record a
                        join usage_record b
                            on b.invocation_id = a.invocation_id and b.attempt = a.attempt + 1
                        join functions f on f.id = a.function_id
                        left join function_version v on v.function_id = a.function_id
                            and cast(v.number as varchar(60)) = a.version
                        where exists (select 1 from async_call c where c.id = a.invocation_id)
                            or exists (select 1 from async_ended e where e.id = a.invocation_id)
                        """)
                .query(
                        row -> {
                            Instant began = instant(row, 3);
                            Instant next = instant(row, 4);
                            Instant over = began.plusNanos(1_000 * row.getLong(5));
                            if (!next.isBefore(began)
                                    && next.isBefore(over)
                                    && next.isBefore(began.plusSeconds(row.getInt(6)))) {
                                broken.add(
                                        "attempt %d of %s ran from %s to %s, and the next began at %s"
                                                .formatted(
                                                        row.getInt(2),
                                                        row.getObject(1, UUID.class),
                                                        began,
                                                        over,
                                                        next));
                            }
                        });
        return broken;
    }

    private static List<String> tooOld(Ledgers ledgers) {
        List<String> broken = new ArrayList<>();
        ledgers.database()
                .sql(
                        """
                        select c.id, c.aged_from, u.attempt, u.started_at, f.async_policy
                        from async_call c join usage_record u on u.invocation_id = c.id
                        join functions f on f.id = c.function_id
                        """)
                .query(
                        row -> {
                            String policy = row.getString(5);
                            Instant last =
                                    instant(row, 2)
                                            .plusSeconds(maxAge(policy == null ? "{}" : policy));
                            if (instant(row, 4).isAfter(last.plus(DRIFT))) {
                                broken.add(
                                        "attempt %d of %s began at %s, and none may after %s"
                                                .formatted(
                                                        row.getInt(3),
                                                        row.getObject(1, UUID.class),
                                                        instant(row, 4),
                                                        last));
                            }
                        });
        return broken;
    }

    private static List<String> tooYoung(Ledgers ledgers) {
        List<String> broken = new ArrayList<>();
        ledgers.database()
                .sql(
                        "select id, accepted_at, ended_at from async_ended"
                                + " where reason = 'AGE_EXCEEDED'")
                .query(
                        row -> {
                            Instant least = instant(row, 2).plusSeconds(LEAST_AGE_SECONDS);
                            if (instant(row, 3).plus(DRIFT).isBefore(least)) {
                                broken.add(
                                        "%s was accepted at %s and expired at %s"
                                                .formatted(
                                                        row.getObject(1, UUID.class),
                                                        instant(row, 2),
                                                        instant(row, 3)));
                            }
                        });
        return broken;
    }

    private static long maxAge(String policy) {
        return JSON.readTree(policy).path("maxAge").asLong(USUAL_AGE_SECONDS);
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}

package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The statements that lease calls. They find both what waits and is due and what has a lease that
 * ran out, for H2 and PostgreSQL alike: the one index leads to the first of a function, and rows
 * that another node is looking at are passed over. It takes as long for a million rows as for one.
 */
final class Claiming {

    private static final Logger LOG = LoggerFactory.getLogger(Claiming.class);

    /**
     * The first few are found without locking, because H2 does not go by an index's order while it
     * locks: it would lock and sort the whole backlog. By a statement of its own: H2 runs one that
     * stands within another again for each row that it locks.
     */
    static final String FIRST =
            "select id from async_call where function_id = ? and due_at <= ?"
                    + " order by function_id, due_at limit ?";

    /** What another node changes in between is looked at again under the lock. */
    static final String LOCK =
            "select * from async_call where id = any(?) and due_at <= ? limit ?"
                    + " for update skip locked";

    /** Of those that are looked at, another node may have some. */
    private static final int SPARE = 2;

    private static final String LEASE =
            "update async_call set epoch = ?, state = ?, attempts = ?, due_at = ?, node = ?"
                    + " where id = ?";

    private static final String NEXT =
            "select account_id, function_id, due_at from async_call where function_id = ?"
                    + " order by function_id, due_at limit 1";

    /** Leaps from one function's first row to the next function's. */
    static final String LEAP =
            "select account_id, function_id, due_at from async_call where function_id > ?"
                    + " order by function_id, due_at limit 1";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final JdbcTemplate jdbc;
    private final UUID node;

    /**
     * @param until when the lease runs out
     * @param plan what is to be done with it
     */
    record Claimed(Lease lease, Instant until, Plan plan) {}

    /** Before anything is run, what can be said of a call. */
    enum Plan {
        RUN,
        CANCEL,
        TOO_OLD,
        UNREADABLE
    }

    /**
     * @param calls in the order in which they were due
     * @param nextDue of the function's others; null when there are none
     */
    record Claim(Lanes.Ask ask, List<Claimed> calls, @Nullable Instant nextDue) {}

    /** What is due of a function, and when. */
    record Due(AccountId account, FunctionId function, Instant at) {}

    /** What the function of a call says now. */
    record Terms(Duration lease, Duration maxAge) {}

    Claiming(JdbcTemplate jdbc, UUID node) {
        this.jdbc = jdbc;
        this.node = node;
    }

    /** Inside the caller's transaction. */
    Claim claim(Lanes.Ask ask, Instant now, Function<Lease, Terms> terms) {
        List<Claimed> claimed =
                locked(ask, Columns.instant(now)).stream()
                        .map(lease -> plan(lease, now, terms.apply(lease)))
                        .toList();
        if (!claimed.isEmpty()) {
            jdbc.batchUpdate(LEASE, claimed.stream().map(this::columns).toList());
        }
        if (claimed.size() == ask.calls()) {
            return new Claim(ask, claimed, now);
        }
        List<Due> next = jdbc.query(NEXT, (row, _) -> due(row), ask.function().value());
        return new Claim(ask, claimed, next.isEmpty() ? null : next.getFirst().at());
    }

    private List<Lease> locked(Lanes.Ask ask, OffsetDateTime now) {
        List<UUID> first =
                jdbc.queryForList(
                        FIRST, UUID.class, ask.function().value(), now, SPARE * ask.calls());
        return first.isEmpty()
                ? List.of()
                : jdbc.query(LOCK, (row, _) -> lease(row), Columns.ids(first), now, ask.calls());
    }

    /** Of every function that has calls, when the first of them is due. */
    List<Due> all() {
        List<Due> all = new ArrayList<>();
        UUID last = BEFORE_ALL;
        while (true) {
            List<Due> next = jdbc.query(LEAP, (row, _) -> due(row), last);
            if (next.isEmpty()) {
                return all;
            }
            all.add(next.getFirst());
            last = next.getFirst().function().value();
        }
    }

    /**
     * @return those that somebody else has leased since
     */
    List<Lease> renew(List<InHand.Ending> leases, Instant until) {
        int[] renewed =
                jdbc.batchUpdate(
                        "update async_call set due_at = ? where id = ? and epoch = ?",
                        leases.stream()
                                .map(
                                        each ->
                                                new Object[] {
                                                    Columns.instant(until),
                                                    each.lease().id().value(),
                                                    each.lease().epoch()
                                                })
                                .toList());
        List<Lease> lost = new ArrayList<>();
        for (int i = 0; i < renewed.length; i++) {
            if (renewed[i] == 0) {
                lost.add(leases.get(i).lease());
            }
        }
        return lost;
    }

    private static Claimed plan(Lease lease, Instant now, Terms terms) {
        Plan plan =
                lease.event() == null
                        ? Plan.UNREADABLE
                        : lease.cancelAsked()
                                ? Plan.CANCEL
                                : lease.isOlderThan(terms.maxAge, now) ? Plan.TOO_OLD : Plan.RUN;
        return new Claimed(lease, now.plus(terms.lease), plan);
    }

    /** Only what is run has begun one more attempt. */
    private Object[] columns(Claimed claimed) {
        boolean run = claimed.plan == Plan.RUN;
        Lease lease = claimed.lease;
        return new Object[] {
            lease.epoch(),
            (run ? RowState.RUNNING : RowState.WAITING).column(),
            run ? lease.attempt() : lease.attempt() - 1,
            Columns.instant(claimed.until),
            node,
            lease.id().value()
        };
    }

    /** A row as it stands; its lease has the epoch that it is to have next. */
    record Row(RowState state, Lease lease) {}

    static Row row(ResultSet row) throws SQLException {
        return new Row(RowState.of(row.getInt("state")), lease(row));
    }

    /** With the epoch that it is to have, which nobody else knows. */
    private static Lease lease(ResultSet row) throws SQLException {
        int attempts = row.getInt("attempts");
        byte[] head = row.getBytes("head");
        byte[] payload = row.getBytes("payload");
        InvocationId id = new InvocationId(row.getObject("id", UUID.class));
        return new Lease(
                id,
                row.getInt("epoch") + 1,
                new AccountId(row.getObject("account_id", UUID.class)),
                new FunctionId(row.getObject("function_id", UUID.class)),
                new FunctionRef(row.getString("function_name"), row.getString("qualifier")),
                instant(row, "accepted_at"),
                instant(row, "aged_from"),
                attempts + 1,
                row.getInt("failures"),
                row.getInt("setbacks"),
                RowState.of(row.getInt("state")) == RowState.RUNNING,
                row.getBoolean("cancel_asked"),
                row.getBoolean("is_ordered"),
                row.getString("error_message"),
                event(id, head, payload),
                payload == null,
                head,
                row.getInt("event_bytes"));
    }

    private static @Nullable Event event(InvocationId id, byte[] head, byte @Nullable [] payload) {
        try {
            return EventHead.decode(head, payload == null ? new byte[0] : payload);
        } catch (IllegalArgumentException e) {
            LOG.error("the event of call {} cannot be read", id, e);
            return null;
        }
    }

    private static Due due(ResultSet row) throws SQLException {
        return new Due(
                new AccountId(row.getObject(1, UUID.class)),
                new FunctionId(row.getObject(2, UUID.class)),
                row.getObject(3, OffsetDateTime.class).toInstant());
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}

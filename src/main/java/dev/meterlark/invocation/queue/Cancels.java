package dev.meterlark.invocation.queue;

import dev.meterlark.edge.AuditTrail;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.GivenUp;
import dev.meterlark.platform.DurableSteps;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Cancels calls: a waiting one ends at once, a running one is marked, and the node that runs it
 * gives it up when it hears of it.
 */
@Component
class Cancels {

    private static final int AT_ONCE = 1_000;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final AcceptedCounts accepted;
    private final SettleQueue settling;
    private final Targets targets;
    private final InHand inHand;
    private final Pieces events;
    private final AuditTrail audit;

    Cancels(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SettleQueue settling,
            Targets targets,
            InHand inHand,
            AuditTrail audit,
            QueueProperties properties) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setTimeout((int) properties.accept().timeout().toSeconds());
        this.accepted = new AcceptedCounts(jdbc, transactions);
        this.settling = settling;
        this.targets = targets;
        this.inHand = inHand;
        this.events = Pieces.ofEvents(jdbc);
        this.audit = audit;
    }

    /** Whether there was a call that had not ended. */
    boolean cancel(Caller caller, InvocationId id) {
        Outcome outcome =
                Objects.requireNonNull(
                        transaction.execute(
                                _ -> {
                                    DurableSteps.commit("queue.cancel");
                                    return cancelRow(caller, id);
                                }));
        if (outcome.done != null) {
            settling.done(outcome.done);
        }
        if (outcome.running) {
            inHand.giveUp(id, GivenUp.CANCELLED);
        }
        return outcome.found;
    }

    private record Outcome(boolean found, boolean running, Settlement.@Nullable Done done) {}

    /** The account's row first, as whoever locks calls of an ordering key. */
    private Outcome cancelRow(Caller caller, InvocationId id) {
        accepted.lock(caller.account());
        List<Claiming.Row> rows =
                jdbc.query(
                        "select * from async_call where id = ? and account_id = ? for update",
                        (row, _) -> Claiming.row(row),
                        id.value(),
                        caller.account().value());
        if (rows.isEmpty()) {
            return new Outcome(false, false, null);
        }
        Claiming.Row row = rows.getFirst();
        if (row.state() == RowState.RUNNING) {
            if (mark(id)) {
                record(caller, row);
            }
            return new Outcome(true, true, null);
        }
        Lease lease = whole(row.lease().at(row.lease().epoch() - 1));
        Verdict over =
                new Verdict.Ends(
                        dev.meterlark.invocation.EndReason.CANCELLED,
                        lease.attempt() - 1,
                        null,
                        new byte[0],
                        null,
                        null,
                        "the call was cancelled");
        Settlement.Done done =
                settling.settleNow(List.of(new Settled(lease, over, targets.policy(lease))));
        record(caller, row);
        return new Outcome(true, false, done);
    }

    private void record(Caller caller, Claiming.Row row) {
        Lease lease = row.lease();
        audit.record(
                caller,
                "invocation.cancelled",
                "function:" + lease.wanted().name(),
                Map.of("call", lease.id().toString()));
    }

    /** Whether it was not marked before. */
    private boolean mark(InvocationId id) {
        int marked =
                jdbc.update(
                        "update async_call set cancel_asked = true where id = ?"
                                + " and cancel_asked = false",
                        id.value());
        if (marked == 1) {
            jdbc.update("insert into async_cancel (call_id) values (?)", id.value());
        }
        return marked == 1;
    }

    private Lease whole(Lease lease) {
        Event head = lease.event();
        return head == null || !lease.inPieces()
                ? lease
                : lease.with(EventHead.decode(lease.head(), events.read(lease.id())));
    }

    /** Those of this node's that were cancelled on another. */
    void look() {
        List<InvocationId> mine = inHand.ids();
        if (mine.isEmpty()) {
            return;
        }
        jdbc.queryForList("select call_id from async_cancel limit " + AT_ONCE, UUID.class)
                .forEach(id -> inHand.giveUp(new InvocationId(id), GivenUp.CANCELLED));
    }
}

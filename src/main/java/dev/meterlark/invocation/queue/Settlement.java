package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.EndListener;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.Event;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * The statements that settle a group of calls, inside the caller's transaction. Each names the
 * epoch of its lease: where another has been given since, nothing changes and nothing is told. Rows
 * are locked in one order by whoever locks any: what was accepted by account, calls, what has ended
 * by account.
 */
final class Settlement {

    private static final String AGAIN =
            "update async_call set state = ?, due_at = ?, attempts = ?, failures = ?, setbacks = ?,"
                    + " error_type = ?, error_message = ?, node = null"
                    + " where id = ? and epoch = ? and cancel_asked = false";

    private static final String END = "delete from async_call where id = ? and epoch = ?";

    private static final String ENDED =
            "insert into async_ended (id, account_id, function_id, function_name, qualifier,"
                    + " executed_version, reason, attempts, accepted_at, ended_at, error_type,"
                    + " error_message, head, response_type, response, response_bytes, result_until,"
                    + " kept_until)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final AcceptedCounts accepted;
    private final EndedCounts ended;
    private final List<EndListener> listeners;
    private final Duration endKept;
    private final Pieces events;
    private final Pieces responses;

    Settlement(
            JdbcTemplate jdbc,
            AcceptedCounts accepted,
            List<EndListener> listeners,
            Duration endKept) {
        this.jdbc = jdbc;
        this.accepted = accepted;
        this.ended = new EndedCounts(jdbc);
        this.listeners = List.copyOf(listeners);
        this.endKept = endKept;
        this.events = Pieces.ofEvents(jdbc);
        this.responses = Pieces.ofResponses(jdbc);
    }

    /** Somebody has to look at a function's calls then. */
    record Due(AccountId account, FunctionId function, Instant at) {}

    /**
     * @param due of calls that are tried again, or whose turn has come
     * @param ends that were told
     */
    record Done(List<Due> due, List<EndedCall> ends) {}

    Done settle(List<Settled> calls, Instant now) {
        lockOrders(calls);
        List<Due> due = new ArrayList<>();
        List<Settled> ends = new ArrayList<>();
        Map<AccountId, Long> freed = again(calls, due, ends);
        List<Settled> mine = end(ends);
        if (mine.isEmpty()) {
            ended.add(mine, freed);
            return new Done(due, List.of());
        }
        keep(mine, now);
        mine.stream()
                .filter(call -> call.lease().ordered())
                .forEach(call -> promote(call, now, due));
        ended.add(mine, freed);
        List<EndedCall> told = mine.stream().map(call -> told(call, now)).toList();
        listeners.forEach(listener -> listener.ended(told));
        return new Done(due, told);
    }

    /** Whoever accepts another call of the key meanwhile waits, and sees what came of this one. */
    private void lockOrders(List<Settled> calls) {
        calls.stream()
                .filter(call -> call.lease().ordered())
                .map(call -> call.lease().account())
                .distinct()
                .sorted(AcceptedCounts.ORDER)
                .forEach(accepted::lock);
    }

    /**
     * @return bytes of events that became shorter
     */
    private Map<AccountId, Long> again(List<Settled> calls, List<Due> due, List<Settled> ends) {
        List<Settled> again = new ArrayList<>();
        for (Settled call : calls) {
            switch (call.verdict()) {
                case Verdict.Again _ -> again.add(call);
                case Verdict.Ends _ -> ends.add(call);
            }
        }
        Map<AccountId, Long> freed = new HashMap<>();
        if (again.isEmpty()) {
            return freed;
        }
        int[] updated = jdbc.batchUpdate(AGAIN, again.stream().map(Settlement::again).toList());
        for (int i = 0; i < updated.length; i++) {
            Settled call = again.get(i);
            Lease lease = call.lease();
            if (updated[i] == 1) {
                Instant at = ((Verdict.Again) call.verdict()).at();
                due.add(new Due(lease.account(), lease.function(), at));
                rest(call, freed);
            } else {
                // Asked to be cancelled, or leased by another: the epoch will say.
                ends.add(new Settled(lease, Verdict.Ends.cancelled(call.verdict()), call.policy()));
            }
        }
        return freed;
    }

    /** Of a batch, what is done is not run again. */
    private void rest(Settled call, Map<AccountId, Long> freed) {
        byte[] rest = ((Verdict.Again) call.verdict()).rest();
        if (rest == null) {
            return;
        }
        Lease lease = call.lease();
        int bytes = lease.head().length + rest.length;
        byte[] inline = Pieces.inline(rest);
        jdbc.update(
                "update async_call set payload = ?, event_bytes = ? where id = ? and epoch = ?",
                inline,
                bytes,
                lease.id().value(),
                lease.epoch());
        if (lease.inPieces()) {
            events.delete(List.of(lease.id()));
        }
        if (inline == null) {
            events.write(lease.id(), rest);
        }
        freed.merge(lease.account(), (long) lease.eventBytes() - bytes, Long::sum);
    }

    private static Object[] again(Settled call) {
        Verdict.Again again = (Verdict.Again) call.verdict();
        return new Object[] {
            RowState.WAITING.column(),
            Columns.instant(again.at()),
            again.attempts(),
            again.failures(),
            again.setbacks(),
            Columns.text(again.errorType(), 256),
            Columns.text(again.errorMessage(), 1024),
            call.lease().id().value(),
            call.lease().epoch()
        };
    }

    /** Those of the calls that were this node's to end. */
    private List<Settled> end(List<Settled> calls) {
        if (calls.isEmpty()) {
            return List.of();
        }
        int[] deleted =
                jdbc.batchUpdate(
                        END,
                        calls.stream()
                                .map(
                                        call ->
                                                new Object[] {
                                                    call.lease().id().value(), call.lease().epoch()
                                                })
                                .toList());
        List<Settled> mine = new ArrayList<>();
        for (int i = 0; i < deleted.length; i++) {
            if (deleted[i] == 1) {
                mine.add(calls.get(i));
            }
        }
        return mine;
    }

    private void keep(List<Settled> calls, Instant now) {
        jdbc.batchUpdate(ENDED, calls.stream().map(call -> ended(call, now)).toList());
        List<InvocationId> inPieces = new ArrayList<>();
        for (Settled call : calls) {
            Verdict.Ends end = (Verdict.Ends) call.verdict();
            if (keepsResult(call) && Pieces.inline(end.response()) == null) {
                responses.write(call.lease().id(), end.response());
            }
            if (call.lease().inPieces()) {
                inPieces.add(call.lease().id());
            }
        }
        if (!inPieces.isEmpty()) {
            events.delete(inPieces);
        }
    }

    private static boolean keepsResult(Settled call) {
        Verdict.Ends end = (Verdict.Ends) call.verdict();
        return end.responseType() != null && call.policy().resultKeptFor().isPositive();
    }

    private Object[] ended(Settled call, Instant now) {
        Lease lease = call.lease();
        Verdict.Ends end = (Verdict.Ends) call.verdict();
        boolean result = keepsResult(call);
        Duration kept = call.policy().resultKeptFor();
        return new Object[] {
            lease.id().value(),
            lease.account().value(),
            lease.function().value(),
            lease.wanted().name(),
            lease.wanted().qualifier(),
            Columns.text(end.version(), 60),
            end.reason().name(),
            end.attempts(),
            Columns.instant(lease.acceptedAt()),
            Columns.instant(now),
            Columns.text(end.errorType(), 256),
            Columns.text(end.errorMessage(), 1024),
            lease.head(),
            Columns.text(end.responseType(), 256),
            result ? Pieces.inline(end.response()) : null,
            end.response().length,
            result ? Columns.instant(now.plus(kept)) : null,
            Columns.instant(now.plus(kept.compareTo(endKept) > 0 ? kept : endKept))
        };
    }

    /** The next of its ordering key may run: at once, or when its own time comes. */
    private void promote(Settled call, Instant now, List<Due> due) {
        UUID id = call.lease().id().value();
        UUID function = call.lease().function().value();
        List<String> key =
                jdbc.queryForList(
                        "select ordering_key from async_order where call_id = ?", String.class, id);
        jdbc.update("delete from async_order where call_id = ?", id);
        if (key.isEmpty()) {
            return;
        }
        List<UUID> next =
                jdbc.queryForList(
                        "select call_id from async_order where function_id = ? and ordering_key = ?"
                                + " order by position limit 1",
                        UUID.class,
                        function,
                        key.getFirst());
        for (UUID turn : next) {
            jdbc.update(
                    "update async_call set state = ?, due_at = aged_from where id = ? and state ="
                            + " ?",
                    RowState.WAITING.column(),
                    turn,
                    RowState.BEHIND.column());
            OffsetDateTime at =
                    Objects.requireNonNull(
                            jdbc.queryForObject(
                                    "select due_at from async_call where id = ?",
                                    OffsetDateTime.class,
                                    turn));
            due.add(new Due(call.lease().account(), call.lease().function(), at.toInstant()));
        }
    }

    private EndedCall told(Settled call, Instant now) {
        Lease lease = call.lease();
        Verdict.Ends end = (Verdict.Ends) call.verdict();
        Event event = lease.event() == null ? unreadable() : lease.event();
        return new EndedCall(
                lease.id(),
                lease.account(),
                lease.function(),
                lease.wanted().name(),
                lease.wanted().qualifier(),
                end.version(),
                end.reason(),
                end.attempts(),
                lease.acceptedAt(),
                now,
                event,
                end.response(),
                end.responseType(),
                end.errorType(),
                end.errorMessage(),
                call.policy());
    }

    private static Event unreadable() {
        return Event.json(
                "null".getBytes(java.nio.charset.StandardCharsets.US_ASCII), "unreadable");
    }
}

package dev.meterlark.invocation.queue;

import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncResult;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.DatabaseClock;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Calls and results as they are stored. */
@Component
class StoredCalls {

    private static final byte[] NOTHING = {};

    private final JdbcTemplate jdbc;
    private final DatabaseClock clock;
    private final Pieces responses;

    StoredCalls(JdbcTemplate jdbc, DatabaseClock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.responses = Pieces.ofResponses(jdbc);
    }

    /** A call that ends between the two look-ups is among the ended when they are looked at. */
    Optional<AsyncCall> find(AccountId account, InvocationId id) {
        return one("async_call", account, id, (row, _) -> open(row))
                .or(() -> one("async_ended", account, id, this::ended));
    }

    private Optional<AsyncCall> one(
            String table, AccountId account, InvocationId id, RowMapper<AsyncCall> mapper) {
        return jdbc
                .query(
                        "select * from " + table + " where id = ? and account_id = ?",
                        mapper,
                        id.value(),
                        account.value())
                .stream()
                .findFirst();
    }

    Optional<AsyncResult> result(AccountId account, InvocationId id) {
        List<AsyncResult> found =
                jdbc.query(
                        "select response_type, response, response_bytes from async_ended"
                                + " where id = ? and account_id = ? and reason = ?"
                                + " and result_until > ?",
                        (row, _) -> result(id, row),
                        id.value(),
                        account.value(),
                        EndReason.SUCCEEDED.name(),
                        Columns.instant(clock.now()));
        return found.stream().findFirst();
    }

    private AsyncResult result(InvocationId id, ResultSet row) throws SQLException {
        byte[] inline = row.getBytes("response");
        return new AsyncResult(
                inline == null ? responses.read(id) : inline, row.getString("response_type"));
    }

    static AsyncCall open(ResultSet row) throws SQLException {
        RowState state = RowState.of(row.getInt("state"));
        boolean dueSometime = state == RowState.WAITING;
        Event head = head(row);
        return new AsyncCall(
                new InvocationId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                row.getString("qualifier"),
                head == null ? "unknown" : head.source(),
                head == null ? Lineage.FIRST : head.lineage(),
                head == null ? null : head.trigger(),
                state == RowState.RUNNING ? AsyncStatus.RUNNING : AsyncStatus.QUEUED,
                row.getInt("attempts"),
                Claiming.instant(row, "accepted_at"),
                dueSometime ? Claiming.instant(row, "due_at") : null,
                row.getBoolean("cancel_asked"),
                null,
                null,
                row.getString("error_type"),
                row.getString("error_message"),
                null);
    }

    private AsyncCall ended(ResultSet row, int number) throws SQLException {
        EndReason reason = EndReason.valueOf(row.getString("reason"));
        Event head = head(row);
        return new AsyncCall(
                new InvocationId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                row.getString("qualifier"),
                head == null ? "unknown" : head.source(),
                head == null ? Lineage.FIRST : head.lineage(),
                head == null ? null : head.trigger(),
                reason.status(),
                row.getInt("attempts"),
                Claiming.instant(row, "accepted_at"),
                null,
                reason == EndReason.CANCELLED,
                Claiming.instant(row, "ended_at"),
                reason,
                row.getString("error_type"),
                row.getString("error_message"),
                reason == EndReason.SUCCEEDED ? resultUntil(row) : null);
    }

    private static @Nullable Instant resultUntil(ResultSet row) throws SQLException {
        OffsetDateTime until = row.getObject("result_until", OffsetDateTime.class);
        return until == null ? null : until.toInstant();
    }

    private static @Nullable Event head(ResultSet row) throws SQLException {
        try {
            return EventHead.decode(row.getBytes("head"), NOTHING);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

package dev.meterlark.telemetry;

import dev.meterlark.invocation.Lineage;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.Money;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The history of calls. A call is here as soon as the journal's batch is, some tenths of a second
 * after its answer; its log at about the same time.
 */
@Service
@Transactional(readOnly = true)
public class Calls {

    private final JdbcClient jdbc;
    private final StoredLogs logs;

    Calls(JdbcClient jdbc, StoredLogs logs) {
        this.jdbc = jdbc;
        this.logs = logs;
    }

    /**
     * A function's calls, newest first; calls that arrive while one pages do not shift the pages.
     */
    public CallPage recent(AccountId account, FunctionId function, CallQuery query) {
        var after = query.cursor() == null ? null : Cursor.AfterCall.parse(query.cursor());
        var statement =
                jdbc.sql(
                                "select * from call_record where account_id = :account"
                                        + " and function_id = :function"
                                        + status(query.status())
                                        + (after == null ? "" : OLDER_THAN_CURSOR)
                                        + " order by started_at desc, invocation_id desc, attempt"
                                        + " desc limit :limit")
                        .param("account", account.value())
                        .param("function", function.value())
                        .param("limit", query.limit() + 1);
        if (after != null) {
            statement =
                    statement
                            .param("at", Columns.instant(after.startedAt()))
                            .param("id", after.invocation().value())
                            .param("attempt", after.attempt());
        }
        return page(statement.query((row, _) -> call(row)).list(), query.limit());
    }

    /** The last attempt of an invocation. */
    public Optional<Call> find(AccountId account, InvocationId invocation) {
        return jdbc.sql(
                        "select * from call_record where invocation_id = :id"
                                + " and account_id = :account order by attempt desc limit 1")
                .param("id", invocation.value())
                .param("account", account.value())
                .query((row, _) -> call(row))
                .optional();
    }

    /** What an attempt printed; empty when it printed nothing or the log is gone. */
    public Optional<StoredLog> log(AccountId account, InvocationId invocation, int attempt) {
        return logs.find(account, invocation, attempt);
    }

    /**
     * The logs of a function's calls, newest first.
     *
     * @param cursor from the page before; null for the newest
     */
    public LogPage logs(
            AccountId account, FunctionId function, @Nullable String cursor, int limit) {
        CallQuery.requireLimit(limit);
        long before = cursor == null ? Long.MAX_VALUE : Cursor.parseLog(cursor);
        List<StoredLog> found = logs.before(account, function, before, limit + 1);
        if (found.size() <= limit) {
            return new LogPage(found, null);
        }
        List<StoredLog> shown = found.subList(0, limit);
        return new LogPage(shown, Cursor.afterLog(shown.getLast().position()));
    }

    /** The first comparison lets the index find the place, the others decide within one instant. */
    private static final String OLDER_THAN_CURSOR =
            " and started_at <= :at and (started_at < :at or invocation_id < :id"
                    + " or (invocation_id = :id and attempt < :attempt))";

    private static String status(@Nullable CallStatus status) {
        return switch (status) {
            case null -> "";
            case SUCCEEDED -> " and error_code is null";
            case FAILED -> " and error_code is not null";
        };
    }

    private static CallPage page(List<Call> found, int limit) {
        if (found.size() <= limit) {
            return new CallPage(found, null);
        }
        List<Call> shown = found.subList(0, limit);
        Call last = shown.getLast();
        return new CallPage(
                shown, new Cursor.AfterCall(last.startedAt(), last.id(), last.attempt()).encoded());
    }

    private static Call call(ResultSet row) throws SQLException {
        return new Call(
                new InvocationId(row.getObject("invocation_id", UUID.class)),
                row.getInt("attempt"),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                row.getString("version"),
                row.getString("alias"),
                row.getString("source"),
                lineage(row),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                failure(row),
                new Call.Phases(
                        row.getLong("queued_micros"),
                        row.getLong("start_micros"),
                        row.getLong("init_micros"),
                        row.getLong("run_micros")),
                row.getLong("billed_millis"),
                new Money(
                        row.getBigDecimal("price"),
                        Currency.getInstance(row.getString("currency"))),
                row.getString("price_book"),
                row.getBoolean("cold"),
                row.getInt("memory_mib"),
                row.getLong("peak_memory_bytes"),
                row.getLong("cpu_micros"),
                row.getLong("request_bytes"),
                row.getLong("response_bytes"),
                row.getLong("egress_bytes"));
    }

    private static Lineage lineage(ResultSet row) throws SQLException {
        UUID parent = row.getObject("parent_id", UUID.class);
        return parent == null
                ? Lineage.FIRST
                : new Lineage(new InvocationId(parent), row.getInt("depth"));
    }

    private static Call.@Nullable Failure failure(ResultSet row) throws SQLException {
        String code = row.getString("error_code");
        return code == null
                ? null
                : new Call.Failure(
                        code, row.getString("error_type"), row.getString("error_message"));
    }
}

package dev.meterlark.telemetry;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table of logs. */
@Repository
class StoredLogs {

    private static final Logger LOG = LoggerFactory.getLogger(StoredLogs.class);

    private static final NewRows.Table TABLE =
            new NewRows.Table(
                    "call_log",
                    List.of("invocation_id", "attempt"),
                    List.of(
                            "account_id",
                            "function_id",
                            "ended_at",
                            "text",
                            "stored_bytes",
                            "truncated_bytes"));

    private static final RowMapper<StoredLog> LOG_ROW =
            (row, _) ->
                    new StoredLog(
                            new InvocationId(row.getObject("invocation_id", UUID.class)),
                            row.getInt("attempt"),
                            row.getLong("position"),
                            row.getObject("ended_at", OffsetDateTime.class).toInstant(),
                            row.getBytes("text"),
                            row.getLong("truncated_bytes"));

    private final JdbcClient jdbc;
    private final NewRows<CallLog> rows;

    StoredLogs(JdbcTemplate template, JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.rows = new NewRows<>(template, transactions, TABLE, StoredLogs::columns);
    }

    void add(List<CallLog> logs) {
        rows.add(
                logs,
                (log, e) ->
                        LOG.error(
                                "the log of invocation {} attempt {} is not kept",
                                log.invocation(),
                                log.attempt(),
                                e));
    }

    Optional<StoredLog> find(AccountId account, InvocationId invocation, int attempt) {
        return jdbc.sql(
                        "select * from call_log where invocation_id = :id and attempt = :attempt"
                                + " and account_id = :account")
                .param("id", invocation.value())
                .param("attempt", attempt)
                .param("account", account.value())
                .query(LOG_ROW)
                .optional();
    }

    /** Newest first. */
    List<StoredLog> before(AccountId account, FunctionId function, long position, int limit) {
        return jdbc.sql(
                        "select * from call_log where account_id = :account"
                                + " and function_id = :function and position < :position"
                                + " order by position desc limit :limit")
                .param("account", account.value())
                .param("function", function.value())
                .param("position", position)
                .param("limit", limit)
                .query(LOG_ROW)
                .list();
    }

    /** In the order of writing. */
    List<StoredLog> after(AccountId account, FunctionId function, long position, int limit) {
        return jdbc.sql(
                        "select * from call_log where account_id = :account"
                                + " and function_id = :function and position > :position"
                                + " order by position limit :limit")
                .param("account", account.value())
                .param("function", function.value())
                .param("position", position)
                .param("limit", limit)
                .query(LOG_ROW)
                .list();
    }

    private static Object[] columns(CallLog log) {
        return new Object[] {
            log.invocation().value(),
            log.attempt(),
            log.account().value(),
            log.function().value(),
            Columns.instant(log.endedAt()),
            log.text(),
            log.text().length,
            log.truncatedBytes(),
        };
    }
}

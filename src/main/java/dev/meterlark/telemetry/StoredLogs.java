package dev.meterlark.telemetry;

import dev.meterlark.invocation.CallLog;
import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

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
                            "truncated_bytes",
                            "version",
                            "level",
                            "function_name"));

    /** All of it, also what is the same for all rows: only then does H2 stop after the page. */
    private static final String IN_ORDER_OF_FUNCTION =
            " order by account_id, function_id, ended_at desc, position desc limit :most";

    private static final String IN_ORDER_OF_ACCOUNT =
            " order by account_id, ended_at desc, position desc limit :most";

    private static final Comparator<LogHead> NEWEST_FIRST =
            Comparator.comparing(LogHead::endedAt).thenComparing(LogHead::position).reversed();

    private static final RowMapper<StoredLog> LOG_ROW =
            (row, _) ->
                    new StoredLog(
                            new InvocationId(row.getObject("invocation_id", UUID.class)),
                            row.getInt("attempt"),
                            new FunctionId(row.getObject("function_id", UUID.class)),
                            row.getString("function_name"),
                            row.getString("version"),
                            row.getLong("position"),
                            row.getObject("ended_at", OffsetDateTime.class).toInstant(),
                            row.getBytes("text"),
                            row.getLong("truncated_bytes"));

    private static final long FIRST_STRETCH = 1_000;
    private static final int LONGER = 4;

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

    /** Of all attempts of a call, in the order of writing. */
    List<StoredLog> of(AccountId account, @Nullable FunctionId function, InvocationId call) {
        return jdbc
                .sql(
                        "select * from call_log where invocation_id = :id and attempt >= 0"
                                + " and account_id = :account")
                .param("id", call.value())
                .param("account", account.value())
                .query(LOG_ROW)
                .list()
                .stream()
                .filter(each -> function == null || function.equals(each.function()))
                .sorted(Comparator.comparing(StoredLog::position))
                .toList();
    }

    /**
     * Newest first.
     *
     * @param function null for all of the account
     */
    List<StoredLog> before(
            AccountId account, @Nullable FunctionId function, long position, int limit) {
        return at(account, positionsBefore(account, function, position, limit)).values().stream()
                .sorted(Comparator.comparing(StoredLog::position).reversed())
                .toList();
    }

    /**
     * In ever longer stretches from the newest on, because H2 reads no index backwards: it would go
     * through all that the account has.
     */
    private List<Long> positionsBefore(
            AccountId account, @Nullable FunctionId function, long position, int limit) {
        List<Long> found = new ArrayList<>();
        long end = Math.min(position, newestPosition() + 1);
        long length = FIRST_STRETCH;
        while (found.size() < limit && end > 0) {
            long begin = Math.max(0, end - length);
            found.addAll(positionsWithin(account, function, begin, end));
            end = begin;
            length *= LONGER;
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    private long newestPosition() {
        return jdbc.sql("select coalesce(max(position), 0) from call_log")
                .query(Long.class)
                .single();
    }

    /** From the highest down. */
    List<Long> positionsWithin(
            AccountId account, @Nullable FunctionId function, long begin, long end) {
        return of(
                        "select position from call_log",
                        account,
                        function,
                        " and position >= :begin and position < :end order by position desc")
                .param("begin", begin)
                .param("end", end)
                .query(Long.class)
                .list();
    }

    /** The same in the order of writing. */
    List<StoredLog> after(
            AccountId account, @Nullable FunctionId function, long position, int limit) {
        return of(
                        "select * from call_log",
                        account,
                        function,
                        " and position > :position order by position limit :limit")
                .param("position", position)
                .param("limit", limit)
                .query(LOG_ROW)
                .list();
    }

    /** Of one account, as a live reader wants them. */
    record Written(StoredLogs logs, AccountId account, @Nullable FunctionId function)
            implements LogFollower.Source {

        @Override
        public List<StoredLog> after(long position, int limit) {
            return logs.after(account, function, position, limit);
        }

        @Override
        public List<Long> positions(long after, long upTo) {
            return logs.positionsWithin(account, function, after + 1, upTo + 1);
        }

        @Override
        public List<StoredLog> at(List<Long> positions) {
            return logs.at(account, positions).values().stream()
                    .sorted(Comparator.comparing(StoredLog::position))
                    .toList();
        }
    }

    /**
     * Newest first, from the index alone.
     *
     * @param below where to go on
     */
    List<LogHead> heads(
            AccountId account,
            @Nullable FunctionId function,
            LogWanted wanted,
            LinePlace below,
            int most) {
        return wanted.call() == null
                ? headsInOrder(account, function, wanted, below, most)
                : headsOf(wanted.call(), account, function, wanted, below);
    }

    /**
     * Of one call, which has no more than its attempts: found by its id alone, where any condition
     * or order beside it would have H2 go through all that the account has.
     */
    private List<LogHead> headsOf(
            InvocationId call,
            AccountId account,
            @Nullable FunctionId function,
            LogWanted wanted,
            LinePlace below) {
        return attempts(call, account).stream()
                .filter(each -> function == null || function.equals(each.function()))
                .map(Attempt::head)
                .filter(each -> below.isStillToCome(each))
                .filter(each -> wanted.from() == null || !each.endedAt().isBefore(wanted.from()))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private record Attempt(FunctionId function, LogHead head) {}

    private List<Attempt> attempts(InvocationId call, AccountId account) {
        return jdbc.sql(
                        "select function_id, ended_at, position, level, version from call_log"
                                + " where invocation_id = :id and attempt >= 0"
                                + " and account_id = :account")
                .param("id", call.value())
                .param("account", account.value())
                .query(
                        (row, _) ->
                                new Attempt(
                                        new FunctionId(row.getObject("function_id", UUID.class)),
                                        head(row)))
                .list();
    }

    private List<LogHead> headsInOrder(
            AccountId account,
            @Nullable FunctionId function,
            LogWanted wanted,
            LinePlace below,
            int most) {
        var more =
                new StringBuilder(
                        " and ended_at <= :at and (ended_at < :at or position <= :highest)");
        if (wanted.from() != null) {
            more.append(" and ended_at >= :from");
        }
        more.append(function == null ? IN_ORDER_OF_ACCOUNT : IN_ORDER_OF_FUNCTION);
        JdbcClient.StatementSpec statement =
                of(
                                "select ended_at, position, level, version from call_log",
                                account,
                                function,
                                more.toString())
                        .param("at", Columns.instant(below.endedAt()))
                        .param("highest", below.highest())
                        .param("most", most);
        if (wanted.from() != null) {
            statement = statement.param("from", Columns.instant(wanted.from()));
        }
        return statement.query((row, _) -> head(row)).list();
    }

    /** By their positions. */
    Map<Long, StoredLog> at(AccountId account, Collection<Long> positions) {
        if (positions.isEmpty()) {
            return Map.of();
        }
        return of("select * from call_log", account, null, " and position in (:positions)")
                .param("positions", positions)
                .query(LOG_ROW)
                .list()
                .stream()
                .collect(Collectors.toMap(StoredLog::position, log -> log));
    }

    /** Before the first log of that time or later, in the order of writing. */
    long positionBefore(AccountId account, @Nullable FunctionId function, Instant from) {
        return of(
                        "select coalesce(min(position), 1) - 1 from call_log",
                        account,
                        function,
                        " and ended_at >= :from")
                .param("from", Columns.instant(from))
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec of(
            String select, AccountId account, @Nullable FunctionId function, String more) {
        String sql = select + " where account_id = :account";
        return function == null
                ? jdbc.sql(sql + more).param("account", account.value())
                : jdbc.sql(sql + " and function_id = :function" + more)
                        .param("account", account.value())
                        .param("function", function.value());
    }

    private static LogHead head(ResultSet row) throws SQLException {
        Integer level = row.getObject("level", Integer.class);
        return new LogHead(
                row.getObject("ended_at", OffsetDateTime.class).toInstant(),
                row.getLong("position"),
                level == null ? null : LogLevel.stored(level),
                row.getString("version"));
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
            log.version(),
            LevelReading.worst(log.text()).ordinal(),
            log.functionName(),
        };
    }
}

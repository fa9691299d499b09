package dev.meterlark.telemetry.metrics;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/** The table of sums. */
@Component
class MetricRows {

    private static final String KEY =
            "account_id = ? and function_id = ? and grain = ? and began_at = ? and version = ?";

    private static final String UPDATE =
            "update call_metric set calls = ?, errors = ?, platform_errors = ?, cold_starts = ?,"
                    + " latencies = ?, function_name = coalesce(?, function_name) where "
                    + KEY;

    private static final String INSERT =
            "insert into call_metric (calls, errors, platform_errors, cold_starts, latencies,"
                    + " function_name, account_id, function_id, grain, began_at, version)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String READ =
            "select * from call_metric where account_id = ? and function_id = ? and grain = ?"
                    + " and began_at >= ? and began_at < ?";

    private static final String READ_MANY =
            "select * from call_metric where account_id = ? and function_id = any(?) and grain = ?"
                    + " and began_at >= ? and began_at < ?";

    private static final String COUNTERS =
            "select * from call_metric where account_id = ? and function_id <> ? and grain = 0"
                    + " and began_at = ? order by calls desc, function_id, version limit ?";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    MetricRows(JdbcTemplate batches) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
    }

    /**
     * Those that begin in [from, to).
     *
     * @param version null for all
     */
    void read(
            Whose of,
            Grain grain,
            Instant from,
            Instant to,
            @Nullable String version,
            BiConsumer<Piece, CallSums> each) {
        JdbcClient.StatementSpec statement =
                jdbc.sql(version == null ? READ : READ + " and version = ?")
                        .param(of.account().value())
                        .param(of.function().value())
                        .param(grain.minutes())
                        .param(Columns.instant(from))
                        .param(Columns.instant(to));
        if (version != null) {
            statement = statement.param(version);
        }
        statement.query(
                (ResultSet row) -> {
                    each.accept(piece(row, grain), sums(row));
                });
    }

    /** The same of several functions of an account. */
    void read(
            AccountId account,
            Collection<FunctionId> functions,
            Grain grain,
            Instant from,
            Instant to,
            BiConsumer<Piece, CallSums> each) {
        jdbc.sql(READ_MANY)
                .param(account.value())
                .param(Columns.ids(functions.stream().map(FunctionId::value).toList()))
                .param(grain.minutes())
                .param(Columns.instant(from))
                .param(Columns.instant(to))
                .query(
                        (ResultSet row) -> {
                            each.accept(piece(row, grain), sums(row));
                        });
    }

    /** What a stretch of minutes and all that it lies in came to, for the function and for all. */
    Map<Piece, CallSums> around(Whose of, Instant from, Instant to) {
        Map<Piece, CallSums> stored = new HashMap<>();
        for (Whose each : of.both()) {
            for (Grain grain : Grain.values()) {
                Instant begin = grain.begin(from);
                Instant end = grain == Grain.MINUTE ? to : begin.plusSeconds(1);
                read(each, grain, begin, end, null, stored::put);
            }
        }
        return stored;
    }

    /**
     * @param stored which of them have rows
     * @param name of the function; null when it had no call
     */
    void write(Map<Piece, CallSums> sums, Set<Piece> stored, @Nullable String name) {
        List<Object[]> known = new ArrayList<>();
        List<Object[]> others = new ArrayList<>();
        sums.forEach(
                (piece, of) -> {
                    if (stored.contains(piece)) {
                        known.add(columns(piece, of, name));
                    } else if (of.calls() > 0) {
                        others.add(columns(piece, of, name));
                    }
                });
        batches.batchUpdate(UPDATE, known);
        batches.batchUpdate(INSERT, others);
    }

    /** Counters of an account's functions that have the most calls. */
    void counters(AccountId account, int most, BiConsumer<String, Counter> each) {
        jdbc.sql(COUNTERS)
                .param(account.value())
                .param(Whose.all(account).function().value())
                .param(Columns.instant(Instant.EPOCH))
                .param(most)
                .query(
                        (ResultSet row) -> {
                            String name = row.getString("function_name");
                            each.accept(
                                    name == null ? "" : name,
                                    new Counter(piece(row, Grain.EVER), sums(row)));
                        });
    }

    /** What calls of a version came to since there are counters. */
    record Counter(Piece piece, CallSums sums) {}

    private static @Nullable Object[] columns(Piece piece, CallSums sums, @Nullable String name) {
        return new @Nullable Object[] {
            sums.calls(),
            sums.errors(),
            sums.platformErrors(),
            sums.coldStarts(),
            sums.latencies().encoded(),
            piece.grain() == Grain.EVER && !piece.of().isAll() ? name : null,
            piece.of().account().value(),
            piece.of().function().value(),
            piece.grain().minutes(),
            Columns.instant(piece.begin()),
            piece.version(),
        };
    }

    private static Piece piece(ResultSet row, Grain grain) throws SQLException {
        return new Piece(
                new Whose(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        new FunctionId(row.getObject("function_id", UUID.class))),
                grain,
                row.getObject("began_at", OffsetDateTime.class).toInstant(),
                row.getString("version"));
    }

    private static CallSums sums(ResultSet row) throws SQLException {
        return new CallSums(
                row.getLong("calls"),
                row.getLong("errors"),
                row.getLong("platform_errors"),
                row.getLong("cold_starts"),
                Latencies.decode(Objects.requireNonNull(row.getBytes("latencies"))));
    }
}

package dev.meterlark.telemetry.metrics;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** The table of how near to their limits functions came. Nodes add to the same rows. */
@Component
class PressureRows {

    private static final Logger LOG = LoggerFactory.getLogger(PressureRows.class);

    private static final String UPDATE =
            "update call_pressure set throttled = throttled + ?,"
                    + " max_concurrency = greatest(max_concurrency, ?)"
                    + " where account_id = ? and function_id = ? and grain = ? and began_at = ?";

    private static final NewRows.Table TABLE =
            new NewRows.Table(
                    "call_pressure",
                    List.of("account_id", "function_id", "grain", "began_at"),
                    List.of("throttled", "max_concurrency"));

    private static final String SUMS =
            "select function_id, began_at, throttled, max_concurrency from call_pressure"
                    + " where account_id = ? and function_id %s and grain = ? and began_at >= ?"
                    + " and began_at < ?";

    private static final List<Grain> GRAINS = List.of(Grain.values());

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final NewRows<Object[]> empty;

    PressureRows(JdbcTemplate batches, PlatformTransactionManager transactions) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
        this.transaction = new TransactionTemplate(transactions);
        this.empty =
                new NewRows<>(
                        batches,
                        transactions,
                        TABLE,
                        row -> new Object[] {row[2], row[3], row[4], row[5], 0L, 0L});
    }

    /** Adds to what there is of the minute, the hour, the day, and of ever. */
    void add(Map<Whose, Pressure> pressures, Instant at) {
        List<Object[]> wanted = new ArrayList<>();
        pressures.forEach(
                (of, each) -> GRAINS.forEach(grain -> wanted.add(columns(of, each, grain, at))));
        List<Object[]> missing = update(wanted);
        if (!missing.isEmpty()) {
            empty.add(missing, (_, refusal) -> LOG.error("a row of pressure is not kept", refusal));
            update(missing);
        }
    }

    /**
     * @return those that have no row
     */
    private List<Object[]> update(List<Object[]> rows) {
        int[] updated =
                Objects.requireNonNull(transaction.execute(_ -> batches.batchUpdate(UPDATE, rows)));
        return IntStream.range(0, updated.length)
                .filter(i -> updated[i] == 0)
                .mapToObj(rows::get)
                .toList();
    }

    private static Object[] columns(Whose of, Pressure pressure, Grain grain, Instant at) {
        return new Object[] {
            pressure.throttled(),
            pressure.maxConcurrency(),
            of.account().value(),
            of.function().value(),
            grain.minutes(),
            Columns.instant(grain.begin(at)),
        };
    }

    void read(Whose of, Grain grain, Instant from, Instant to, BiConsumer<Instant, Pressure> each) {
        jdbc.sql(SUMS.formatted("= ?"))
                .param(of.account().value())
                .param(of.function().value())
                .param(grain.minutes())
                .param(Columns.instant(from))
                .param(Columns.instant(to))
                .query(
                        (ResultSet row) -> {
                            each.accept(beganAt(row), pressure(row));
                        });
    }

    /** The same of several functions of an account. */
    void read(
            AccountId account,
            Collection<FunctionId> functions,
            Grain grain,
            Instant from,
            Instant to,
            BiConsumer<FunctionId, Pressure> each) {
        jdbc.sql(SUMS.formatted("= any(?)"))
                .param(account.value())
                .param(Columns.ids(functions.stream().map(FunctionId::value).toList()))
                .param(grain.minutes())
                .param(Columns.instant(from))
                .param(Columns.instant(to))
                .query(
                        (ResultSet row) -> {
                            each.accept(
                                    new FunctionId(row.getObject("function_id", UUID.class)),
                                    pressure(row));
                        });
    }

    private static Instant beganAt(ResultSet row) throws SQLException {
        return row.getObject("began_at", OffsetDateTime.class).toInstant();
    }

    private static Pressure pressure(ResultSet row) throws SQLException {
        return new Pressure(row.getLong("throttled"), row.getLong("max_concurrency"));
    }
}

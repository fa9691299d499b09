package dev.meterlark.trigger;

import dev.meterlark.platform.Columns;
import dev.meterlark.platform.NewRows;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** The table of what happened to triggers by time. Nodes add to the same rows. */
@Component
class SumRows {

    private static final int CHUNK = 2_000;

    private static final String UPDATE =
            "update trigger_metric set events = events + ?, filtered = filtered + ?,"
                    + " failures = failures + ?, calls = calls + ?, errors = errors + ?,"
                    + " lag_millis = greatest(lag_millis, ?)"
                    + " where trigger_id = ? and grain = ? and began_at = ?";

    private static final NewRows.Table TABLE =
            new NewRows.Table(
                    "trigger_metric",
                    List.of("trigger_id", "grain", "began_at"),
                    List.of(
                            "account_id",
                            "events",
                            "filtered",
                            "failures",
                            "calls",
                            "errors",
                            "lag_millis"));

    private static final String DELETE =
            """
            delete from trigger_metric where (trigger_id, grain, began_at) in (
                select trigger_id, grain, began_at from trigger_metric
                where grain = ? and began_at < ? limit ?)
            """;

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final NewRows<Row> empty;

    /** Lengths of time that are summed up by, in minutes. */
    enum Grain {
        MINUTE(1),
        HOUR(60);

        private final int minutes;

        Grain(int minutes) {
            this.minutes = minutes;
        }

        Instant begin(Instant at) {
            long seconds = minutes * 60L;
            return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
        }

        /** Whose rows make up steps of a length. */
        static Grain of(Duration step) {
            return step.toMinutes() % HOUR.minutes == 0 ? HOUR : MINUTE;
        }
    }

    /** What happened to one since it was written last. */
    record Happened(TriggerId trigger, AccountId account, TriggerSums sums) {}

    private record Row(Happened of, Grain grain, Instant at) {

        Object[] key() {
            return new Object[] {of.trigger().value(), grain.minutes, Columns.instant(at)};
        }
    }

    SumRows(JdbcTemplate batches, PlatformTransactionManager transactions) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
        this.transaction = new TransactionTemplate(transactions);
        this.empty = new NewRows<>(batches, transactions, TABLE, SumRows::nothing);
    }

    /** In one order, whoever adds to several; one that is gone changes nothing. */
    void add(List<Happened> happened, Instant now) {
        List<Row> wanted = new ArrayList<>();
        for (Happened each : happened) {
            for (Grain grain : Grain.values()) {
                wanted.add(new Row(each, grain, grain.begin(now)));
            }
        }
        List<Row> missing = update(wanted);
        if (!missing.isEmpty()) {
            empty.add(missing, (_, _) -> {}); // its trigger was deleted meanwhile
            update(missing);
        }
    }

    /**
     * @return those that have no row
     */
    private List<Row> update(List<Row> rows) {
        List<Object[]> columns = rows.stream().map(SumRows::added).toList();
        int[] updated =
                Objects.requireNonNull(
                        transaction.execute(_ -> batches.batchUpdate(UPDATE, columns)));
        return IntStream.range(0, updated.length)
                .filter(i -> updated[i] == 0)
                .mapToObj(rows::get)
                .toList();
    }

    private static Object[] added(Row row) {
        TriggerSums sums = row.of().sums();
        Object[] key = row.key();
        return new Object[] {
            sums.events(),
            sums.filtered(),
            sums.failures(),
            sums.calls(),
            sums.errors(),
            sums.lagMillis(),
            key[0],
            key[1],
            key[2]
        };
    }

    private static Object[] nothing(Row row) {
        Object[] key = row.key();
        return new Object[] {key[0], key[1], key[2], row.of().account().value(), 0, 0, 0, 0, 0, 0};
    }

    void read(
            TriggerId trigger,
            Grain grain,
            Instant from,
            Instant to,
            BiConsumer<Instant, TriggerSums> each) {
        jdbc.sql(
                        "select * from trigger_metric where trigger_id = ? and grain = ?"
                                + " and began_at >= ? and began_at < ?")
                .param(trigger.value())
                .param(grain.minutes)
                .param(Columns.instant(from))
                .param(Columns.instant(to))
                .query(
                        (ResultSet row) -> {
                            each.accept(
                                    row.getObject("began_at", OffsetDateTime.class).toInstant(),
                                    sums(row));
                        });
    }

    /** Some at a time, so that no statement locks for long. */
    void deleteBefore(Grain grain, Instant border) {
        int deleted;
        do {
            deleted =
                    jdbc.sql(DELETE)
                            .param(grain.minutes)
                            .param(Columns.instant(grain.begin(border)))
                            .param(CHUNK)
                            .update();
        } while (deleted == CHUNK);
    }

    private static TriggerSums sums(ResultSet row) throws SQLException {
        return new TriggerSums(
                row.getLong("events"),
                row.getLong("filtered"),
                row.getLong("failures"),
                row.getLong("calls"),
                row.getLong("errors"),
                row.getLong("lag_millis"));
    }
}

package dev.meterlark.metering;

import dev.meterlark.invocation.InvocationRecord;
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
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which hours and minutes somebody is to look at. A mark is only ever added and deleted, by its
 * key: so whoever writes records waits for nobody, and of what was marked meanwhile no mark is
 * deleted.
 */
@Component
class Marks {

    private static final String INSERT =
            "insert into usage_mark (batch, position, account_id, function_id, hour_at, minute_at,"
                    + " stale, due_at) values (?, ?, ?, ?, ?, ?, ?, ?)";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final RollupProperties properties;
    private final InstantSource clock;

    Marks(JdbcTemplate batches, RollupProperties properties, InstantSource clock) {
        this.batches = batches;
        this.clock = clock;
        this.jdbc = JdbcClient.create(batches);
        this.properties = properties;
    }

    /** An hour of a function. */
    record Hour(AccountId account, FunctionId function, Instant begin) {

        Instant end() {
            return begin.plus(1, ChronoUnit.HOURS);
        }
    }

    /** Which one it is. */
    record Key(UUID batch, int position) {}

    /**
     * @param minute null for the whole hour
     * @param stale else minutes are to become one hour
     */
    record Mark(Key key, Hour hour, @Nullable Instant minute, boolean stale) {}

    private record Minute(Hour hour, Instant begin) {}

    /** In the transaction that adds the records to the ledger. */
    void stale(Collection<InvocationRecord> records) {
        Set<Minute> minutes = new HashSet<>();
        for (InvocationRecord each : records) {
            Instant at = each.startedAt();
            minutes.add(
                    new Minute(
                            new Hour(
                                    each.account(),
                                    each.function(),
                                    at.truncatedTo(ChronoUnit.HOURS)),
                            at.truncatedTo(ChronoUnit.MINUTES)));
        }
        UUID batch = BatchId.at(clock.instant()).value();
        List<Object[]> rows = new ArrayList<>(minutes.size());
        for (Minute each : minutes) {
            rows.add(stale(batch, rows.size(), each));
        }
        batches.batchUpdate(INSERT, rows);
    }

    private Object[] stale(UUID batch, int position, Minute minute) {
        Instant over = minute.begin().plus(1, ChronoUnit.MINUTES);
        return new Object[] {
            batch,
            position,
            minute.hour().account().value(),
            minute.hour().function().value(),
            Columns.instant(minute.hour().begin()),
            Columns.instant(minute.begin()),
            true,
            Columns.instant(over.plus(properties.settleFor()))
        };
    }

    /** Whoever may write roll-ups says that the hour has minutes; once is enough. */
    void toClose(Hour hour) {
        int there =
                jdbc.sql(
                                "select count(*) from usage_mark where account_id = ?"
                                        + " and hour_at = ? and function_id = ? and not stale")
                        .param(hour.account().value())
                        .param(Columns.instant(hour.begin()))
                        .param(hour.function().value())
                        .query(Integer.class)
                        .single();
        if (there == 0) {
            batches.update(
                    INSERT,
                    BatchId.at(clock.instant()).value(),
                    0,
                    hour.account().value(),
                    hour.function().value(),
                    Columns.instant(hour.begin()),
                    null,
                    false,
                    Columns.instant(hour.end().plus(properties.closeAfter())));
        }
    }

    /** Those that were made first. */
    List<Mark> due(Instant now) {
        return jdbc.sql(
                        "select batch, position, account_id, function_id, hour_at, minute_at, stale"
                                + " from usage_mark where due_at <= ?"
                                + " order by batch, position limit ?")
                .param(Columns.instant(now))
                .param(properties.marks())
                .query((row, _) -> mark(row))
                .list();
    }

    void delete(Collection<Mark> marks) {
        batches.batchUpdate(
                "delete from usage_mark where batch = ? and position = ?",
                marks.stream()
                        .map(Mark::key)
                        .map(each -> new Object[] {each.batch(), each.position()})
                        .toList());
    }

    private static Mark mark(ResultSet row) throws SQLException {
        OffsetDateTime minute = row.getObject("minute_at", OffsetDateTime.class);
        return new Mark(
                new Key(row.getObject("batch", UUID.class), row.getInt("position")),
                new Hour(
                        new AccountId(row.getObject("account_id", UUID.class)),
                        new FunctionId(row.getObject("function_id", UUID.class)),
                        row.getObject("hour_at", OffsetDateTime.class).toInstant()),
                minute == null ? null : minute.toInstant(),
                row.getBoolean("stale"));
    }
}

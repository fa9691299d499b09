package dev.meterlark.metering;

import dev.meterlark.metering.Marks.Hour;
import dev.meterlark.platform.Columns;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What attempts came to by hours and minutes, always as a whole. */
@Component
class Rollups {

    private static final List<String> SPLIT =
            AttemptSums.KEYS.stream()
                    .filter(key -> !key.equals("function_id") && !key.equals("hour_at"))
                    .toList();

    private static final String SUMMED =
            SPLIT.stream().map(key -> key + ", ").collect(Collectors.joining())
                    + "max(function_name) as function_name, "
                    + AttemptSums.SUMS.keySet().stream()
                            .map("sum(%1$s) as %1$s"::formatted)
                            .collect(Collectors.joining(", "));

    private static final String BY = " group by " + String.join(", ", SPLIT);

    private static final String COLUMNS =
            String.join(", ", SPLIT)
                    + ", function_name, "
                    + String.join(", ", AttemptSums.SUMS.keySet());

    private static final String OF_LEDGER =
            "select %s from (select u.function_name, %s from usage_record u"
                            .formatted(SUMMED, AttemptSums.ofAttempts("u.started_at as hour_at"))
                    + " where u.function_id = ? and u.account_id = ?"
                    + " and u.started_at >= ? and u.started_at < ?) used"
                    + BY;

    private static final String OF_HOUR =
            " where account_id = ? and hour_at = ? and function_id = ?";

    private static final String INSERT =
            "insert into usage_rollup (account_id, function_id, hour_at, minute_at, %s) values (?, ?, ?, ?%s)"
                    .formatted(COLUMNS, ", ?".repeat(columns()));

    private static final String CLOSE =
            "insert into usage_rollup (account_id, function_id, hour_at, %s)".formatted(COLUMNS)
                    + " select account_id, function_id, hour_at, %s from usage_rollup"
                            .formatted(SUMMED)
                    + OF_HOUR
                    + " and minute_at is not null"
                    + BY
                    + ", account_id, function_id, hour_at";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    Rollups(JdbcTemplate batches) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
    }

    private static int columns() {
        return SPLIT.size() + 1 + AttemptSums.SUMS.size();
    }

    /** A piece of time of one function, summed as the ledger has it now. */
    record Summed(Hour hour, @Nullable Instant minute, List<Object[]> rows) {}

    /**
     * @param minute null for the whole hour
     */
    Summed sum(Hour hour, @Nullable Instant minute) {
        Instant from = minute == null ? hour.begin() : minute;
        Instant to = minute == null ? hour.end() : minute.plus(1, ChronoUnit.MINUTES);
        List<Object[]> rows =
                jdbc.sql(OF_LEDGER)
                        .param(hour.function().value())
                        .param(hour.account().value())
                        .param(Columns.instant(from))
                        .param(Columns.instant(to))
                        .query((row, _) -> values(row))
                        .list();
        return new Summed(hour, minute, rows);
    }

    private static Object[] values(ResultSet row) throws SQLException {
        Object[] values = new Object[columns()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getObject(i + 1);
        }
        return values;
    }

    /** In the place of what was there of the same time. Only who holds the lease may. */
    void replace(Summed summed) {
        Hour hour = summed.hour();
        Instant minute = summed.minute();
        List<Object> place = new ArrayList<>(ofHour(hour));
        if (minute != null) {
            place.add(Columns.instant(minute));
        }
        batches.update(
                "delete from usage_rollup" + OF_HOUR + (minute == null ? "" : " and minute_at = ?"),
                place.toArray());
        batches.batchUpdate(INSERT, summed.rows().stream().map(row -> row(summed, row)).toList());
    }

    private static Object[] row(Summed summed, Object[] values) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(summed.hour().account().value());
        row.add(summed.hour().function().value());
        row.add(Columns.instant(summed.hour().begin()));
        row.add(summed.minute() == null ? null : Columns.instant(summed.minute()));
        for (Object value : values) {
            row.add(value);
        }
        return row.toArray();
    }

    /** Makes one of the hour's minutes. Only who holds the lease may. */
    void close(Hour hour) {
        Object[] place = ofHour(hour).toArray();
        batches.update(CLOSE, place);
        batches.update("delete from usage_rollup" + OF_HOUR + " and minute_at is not null", place);
    }

    boolean isClosed(Hour hour) {
        return jdbc.sql(
                                "select count(*) from (select 1 from usage_rollup"
                                        + OF_HOUR
                                        + " and minute_at is null limit 1) closed")
                        .params(ofHour(hour))
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private static List<Object> ofHour(Hour hour) {
        return List.of(
                hour.account().value(), Columns.instant(hour.begin()), hour.function().value());
    }
}

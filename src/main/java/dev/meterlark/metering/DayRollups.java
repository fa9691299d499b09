package dev.meterlark.metering;

import dev.meterlark.metering.Marks.Hour;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What roll-ups come to by days, so that months are read from few rows. A day is due again as soon
 * as one of its roll-ups is another, in the same transaction; until then it is right but for what
 * stale marks are about. Only who holds the lease of roll-ups writes.
 */
@Component
class DayRollups {

    private static final String IS_DUE =
            "select due_at is not null as due from usage_summed_day"
                    + " where account_id = ? and usage_day = ?";

    private static final String DUE_AGAIN =
            "update usage_summed_day set due_at = ? where account_id = ? and usage_day = ?";

    private static final String DUE_FIRST =
            "insert into usage_summed_day (due_at, account_id, usage_day) values (?, ?, ?)";

    /** All but the time, which a sheet has for all its lines. */
    private static final Set<UsageGrouping> SPLIT =
            EnumSet.complementOf(EnumSet.of(UsageGrouping.HOUR, UsageGrouping.DAY));

    private static final String OF_DAY =
            UsageLines.select(
                            SPLIT,
                            "usage_rollup",
                            " where account_id = ? and hour_at >= ? and hour_at < ?")
                    + " order by function_id";

    private final JdbcTemplate jdbc;
    private final RollupProperties properties;

    DayRollups(JdbcTemplate jdbc, RollupProperties properties) {
        this.jdbc = jdbc;
        this.properties = properties;
    }

    /** A day of an account, in UTC. */
    record Day(AccountId account, LocalDate date) {

        private Instant begin() {
            return date.atStartOfDay(ZoneOffset.UTC).toInstant();
        }

        private Instant end() {
            return date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    /** A roll-up of the hour, or of a part of it, is another. */
    void changed(Hour hour) {
        Day day = new Day(hour.account(), LocalDate.ofInstant(hour.begin(), ZoneOffset.UTC));
        List<Boolean> due = jdbc.queryForList(IS_DUE, Boolean.class, key(day));
        if (due.isEmpty() || !due.getFirst()) {
            OffsetDateTime at = Columns.instant(day.end().plus(properties.closeAfter()));
            jdbc.update(
                    due.isEmpty() ? DUE_FIRST : DUE_AGAIN, at, day.account().value(), day.date());
        }
    }

    /** Those that were due first. */
    List<Day> due(Instant now) {
        return jdbc.query(
                "select account_id, usage_day from usage_summed_day where due_at <= ?"
                        + " order by due_at limit ?",
                (row, _) ->
                        new Day(
                                new AccountId(row.getObject("account_id", UUID.class)),
                                row.getObject("usage_day", LocalDate.class)),
                Columns.instant(now),
                properties.marks());
    }

    /** In the place of what was there. */
    void sum(Day day) {
        DaySheetWriter writer = new DaySheetWriter();
        jdbc.query(
                OF_DAY,
                row -> {
                    writer.add(UsageLines.line(row, SPLIT));
                },
                day.account().value(),
                Columns.instant(day.begin()),
                Columns.instant(day.end()));
        jdbc.update("delete from usage_sheet where account_id = ? and usage_day = ?", key(day));
        int part = 0;
        for (DaySheetWriter.Part each : writer.parts()) {
            jdbc.update(
                    "insert into usage_sheet (account_id, usage_day, part, calls, price, sheet)"
                            + " values (?, ?, ?, ?, ?, ?)",
                    day.account().value(),
                    day.date(),
                    part++,
                    each.calls(),
                    each.price(),
                    each.sheet());
        }
        jdbc.update(
                "update usage_summed_day set due_at = null where account_id = ? and usage_day = ?",
                key(day));
    }

    private static Object[] key(Day day) {
        return new Object[] {day.account().value(), day.date()};
    }
}

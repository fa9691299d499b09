package dev.meterlark.trigger.schedule;

import static dev.meterlark.trigger.schedule.ScheduleRows.instant;
import static dev.meterlark.trigger.schedule.ScheduleRows.instantOrNull;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.trigger.TriggerId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The ledger of one schedule, for people. */
@Component
class RunRows {

    private final JdbcTemplate jdbc;

    RunRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A place in the ledger, of which each row has another. */
    record Found(long place, RunView view) {}

    /**
     * The youngest first.
     *
     * @param before a place behind those that are wanted
     */
    List<Found> list(TriggerId trigger, Schedule schedule, long before, int most) {
        OffsetDateTime border =
                Columns.instant(Instant.EPOCH.plus(Math.floorDiv(before, 2), ChronoUnit.MICROS));
        return jdbc.query(
                "select * from schedule_tick where trigger_id = ? and (scheduled_for < ?"
                        + " or scheduled_for = ? and is_leap = false and ? = 1)"
                        + " order by scheduled_for desc, is_leap desc limit ?",
                (row, _) -> found(row, schedule),
                trigger.value(),
                border,
                border,
                Math.floorMod(before, 2),
                most);
    }

    private static Found found(ResultSet row, Schedule schedule) throws SQLException {
        Instant at = instant(row, "scheduled_for");
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, at);
        return new Found(micros * 2 + (row.getBoolean("is_leap") ? 1 : 0), view(row, at, schedule));
    }

    private static RunView view(ResultSet row, Instant at, Schedule schedule) throws SQLException {
        Instant through = instant(row, "through");
        Instant due = instant(row, "due_at");
        Instant settled = instantOrNull(row, "settled_at");
        TickState state = TickState.of(row.getInt("state"));
        Missed reason = reason(row, state);
        InvocationId call = TickRows.call(row);
        return new RunView(
                at,
                through.equals(at) ? null : through,
                row.getInt("ticks"),
                outcome(state),
                due,
                reason == null ? null : reason.wireName(),
                reason == null ? null : policy(reason, schedule),
                row.getString("detail"),
                settled,
                state == TickState.FIRED ? late(due, settled) : null,
                call == null ? null : call.toString());
    }

    private static @Nullable Missed reason(ResultSet row, TickState state) throws SQLException {
        int number = row.getInt("reason");
        if (row.wasNull()) {
            return state == TickState.CALLED_OFF ? Missed.PAUSED : null;
        }
        return Missed.of(number);
    }

    private static @Nullable Long late(Instant due, @Nullable Instant settled) {
        return settled == null ? null : Math.max(0, Duration.between(due, settled).toMillis());
    }

    private static String outcome(TickState state) {
        return switch (state) {
            case PLANNED -> "planned";
            case FIRED -> "fired";
            case MISSED, CALLED_OFF -> "missed";
        };
    }

    private static @Nullable String policy(Missed reason, Schedule schedule) {
        return switch (reason) {
            case OUTAGE, PAUSED -> "catchUp=" + schedule.catchUp().policy();
            case OVERLAP -> "overlap=" + schedule.overlap().wireName();
            case LEAPT_OVER, REPEATED, REFUSED, FILTERED, CHANGED -> null;
        };
    }
}

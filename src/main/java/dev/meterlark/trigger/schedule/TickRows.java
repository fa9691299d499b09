package dev.meterlark.trigger.schedule;

import static dev.meterlark.trigger.schedule.ScheduleRows.column;
import static dev.meterlark.trigger.schedule.ScheduleRows.instant;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.trigger.TriggerId;
import dev.meterlark.trigger.schedule.Decision.Entry;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The ledger as it is stored. What is settled is not settled again. */
@Component
class TickRows {

    private static final int LONGEST_DETAIL = 500;

    private static final String INSERT =
            "insert into schedule_tick (trigger_id, scheduled_for, is_leap, account_id, through,"
                    + " ticks, state, due_at, planned_at, look_at, settled_at, reason, detail,"
                    + " call_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String FIRST =
            "select trigger_id from schedule_tick where look_at <= ? order by look_at limit ?";

    /** As schedules are claimed: of each that is found, all that is to be looked at. */
    private static final String CLAIM =
            "select * from schedule_tick where trigger_id = any(?) and look_at <= ?"
                    + " for update skip locked";

    private static final String ONE =
            " where trigger_id = ? and scheduled_for = ? and is_leap = false and state in (0, 3)";

    private static final String ONE_AS_IT_WAS =
            " where trigger_id = ? and scheduled_for = ? and is_leap = false and state = ?";

    private final JdbcTemplate jdbc;

    TickRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A tick that is not settled, or is to be called off.
     *
     * @param state planned or called off
     * @param call that was accepted for it; null when none was
     */
    record Open(
            TriggerId trigger,
            AccountId account,
            Instant at,
            Instant due,
            TickState state,
            @Nullable InvocationId call) {}

    /** How far a tick is that is decided on. */
    sealed interface Fate {

        /**
         * @param look when somebody is to look at it
         */
        record Waits(Instant look) implements Fate {}

        record Fired(InvocationId call, Instant at) implements Fate {}

        /**
         * @param detail for people; null for none
         */
        record Lost(Missed why, @Nullable String detail) implements Fate {}
    }

    /** A row to be. */
    record NewRow(Schedule schedule, Entry entry, Fate fate) {

        private Object[] columns(Instant now) {
            return switch (entry) {
                case Entry.Planned(Instant at, Instant due) -> columns(at, due, at, 1, false, now);
                case Entry.Lost lost ->
                        columns(
                                lost.at(),
                                lost.at(),
                                lost.through(),
                                lost.ticks(),
                                lost.isLeap(),
                                now);
            };
        }

        private Object[] columns(
                Instant at, Instant due, Instant through, int ticks, boolean leap, Instant now) {
            Settled settled = Settled.of(fate, now);
            return new Object[] {
                schedule.id().value(),
                Columns.instant(at),
                leap,
                schedule.account().value(),
                Columns.instant(through),
                ticks,
                settled.state.column(),
                Columns.instant(due),
                Columns.instant(now),
                column(settled.look),
                column(settled.at),
                settled.why == null ? null : settled.why.column(),
                Columns.text(settled.detail, LONGEST_DETAIL),
                settled.call == null ? null : settled.call.value()
            };
        }
    }

    /** What a fate is in columns. */
    private record Settled(
            TickState state,
            @Nullable Instant look,
            @Nullable Instant at,
            @Nullable Missed why,
            @Nullable String detail,
            @Nullable InvocationId call) {

        private static Settled of(Fate fate, Instant now) {
            return switch (fate) {
                case Fate.Waits(Instant look) ->
                        new Settled(TickState.PLANNED, look, null, null, null, null);
                case Fate.Fired(InvocationId call, Instant at) ->
                        new Settled(TickState.FIRED, null, at, null, null, call);
                case Fate.Lost(Missed why, String detail) ->
                        new Settled(TickState.MISSED, null, now, why, detail, null);
            };
        }
    }

    void insert(List<NewRow> rows, Instant now) {
        jdbc.batchUpdate(INSERT, rows.stream().map(row -> row.columns(now)).toList());
    }

    /** Takes those that somebody is to look at, until a time when another may. */
    List<Open> claim(Instant now, Instant until, int most) {
        OffsetDateTime at = Columns.instant(now);
        List<UUID> first = jdbc.queryForList(FIRST, UUID.class, at, most);
        if (first.isEmpty()) {
            return List.of();
        }
        List<Open> found =
                jdbc.query(CLAIM, (row, _) -> open(row), Columns.ids(new HashSet<>(first)), at);
        lookAgain(found, until);
        return found;
    }

    Optional<Instant> firstLook() {
        return jdbc
                .query(
                        "select look_at from schedule_tick where look_at is not null"
                                + " order by look_at limit 1",
                        (row, _) -> instant(row, "look_at"))
                .stream()
                .findFirst();
    }

    void lookAgain(List<Open> ticks, Instant look) {
        jdbc.batchUpdate(
                "update schedule_tick set look_at = ?" + ONE,
                ticks.stream()
                        .map(
                                each ->
                                        new Object[] {
                                            Columns.instant(look),
                                            each.trigger.value(),
                                            Columns.instant(each.at)
                                        })
                        .toList());
    }

    /** Whether it was still planned; then it has fired when the transaction is committed. */
    boolean fire(Open tick, InvocationId call, Instant now) {
        return jdbc.update(
                        "update schedule_tick set state = 1, call_id = ?, settled_at = ?,"
                                + " look_at = null where trigger_id = ? and scheduled_for = ?"
                                + " and is_leap = false and state = 0",
                        call.value(),
                        Columns.instant(now),
                        tick.trigger.value(),
                        Columns.instant(tick.at))
                == 1;
    }

    /**
     * @param detail for people; null for none
     */
    record Loss(Open tick, Missed why, @Nullable String detail) {}

    void lose(List<Loss> losses, Instant now) {
        jdbc.batchUpdate(
                "update schedule_tick set state = 2, reason = ?, detail = ?, settled_at = ?,"
                        + " look_at = null"
                        + ONE_AS_IT_WAS,
                losses.stream()
                        .map(
                                each ->
                                        new Object[] {
                                            each.why.column(),
                                            Columns.text(each.detail, LONGEST_DETAIL),
                                            Columns.instant(now),
                                            each.tick.trigger.value(),
                                            Columns.instant(each.tick.at),
                                            each.tick.state.column()
                                        })
                        .toList());
    }

    /** What was called off is to fire after all. */
    void planAgain(Open tick, Instant due, Instant look) {
        jdbc.update(
                "update schedule_tick set state = 0, reason = null, settled_at = null,"
                        + " call_id = null, due_at = ?, look_at = ?"
                        + ONE_AS_IT_WAS,
                Columns.instant(due),
                Columns.instant(look),
                tick.trigger.value(),
                Columns.instant(tick.at),
                TickState.CALLED_OFF.column());
    }

    /** Ticks to come that are in the ledger, whatever became of them. */
    Set<Instant> known(TriggerId trigger, Instant after) {
        return new HashSet<>(
                jdbc.query(
                        "select scheduled_for from schedule_tick where trigger_id = ?"
                                + " and scheduled_for > ?",
                        (row, _) -> instant(row, "scheduled_for"),
                        trigger.value(),
                        Columns.instant(after)));
    }

    /**
     * What was decided on before its time is to be decided on again: its call is to be called off,
     * if it has one.
     */
    void recall(TriggerId trigger, Instant now) {
        OffsetDateTime at = Columns.instant(now);
        jdbc.update(
                "update schedule_tick set state = 3, reason = ?, look_at = ?"
                        + " where trigger_id = ? and scheduled_for > ? and due_at > ?"
                        + " and is_leap = false"
                        + " and (state in (0, 1) or state = 2 and reason in (?, ?))",
                Missed.CHANGED.column(),
                at,
                trigger.value(),
                at,
                at,
                Missed.CHANGED.column(),
                Missed.PAUSED.column());
    }

    /** What was to be called off had begun. */
    void stands(Open tick) {
        jdbc.update(
                "update schedule_tick set state = 1, reason = null, look_at = null" + ONE,
                tick.trigger.value(),
                Columns.instant(tick.at));
    }

    /** What is planned is missed, and what was accepted for later is to be called off. */
    void callOff(TriggerId trigger, Missed why, Instant now) {
        OffsetDateTime at = Columns.instant(now);
        jdbc.update(
                "update schedule_tick set state = 2, reason = ?, settled_at = ?, look_at = null"
                        + " where trigger_id = ? and state = 0",
                why.column(),
                at,
                trigger.value());
        jdbc.update(
                "update schedule_tick set state = 3, look_at = ?"
                        + " where trigger_id = ? and state = 1 and due_at > ?",
                at,
                trigger.value(),
                at);
    }

    /** What is to be called off stays until it is. */
    void deleteSettled(TriggerId trigger) {
        jdbc.update(
                "delete from schedule_tick where trigger_id = ? and state <> 3", trigger.value());
    }

    void delete(Open tick) {
        jdbc.update(
                "delete from schedule_tick where trigger_id = ? and scheduled_for = ?",
                tick.trigger.value(),
                Columns.instant(tick.at));
    }

    /**
     * What may still be going on of the tick before.
     *
     * @param call null when its call is not even accepted
     */
    record Before(@Nullable InvocationId call) {}

    Optional<Before> before(Open tick) {
        return jdbc
                .query(
                        "select call_id from schedule_tick where trigger_id = ?"
                                + " and scheduled_for < ? and is_leap = false and state in (0, 1)"
                                + " order by scheduled_for desc limit 1",
                        (row, _) -> new Before(call(row)),
                        tick.trigger.value(),
                        Columns.instant(tick.at))
                .stream()
                .findFirst();
    }

    /** Whether there was more to delete than it did. */
    boolean prune(Instant border, int most) {
        List<Object[]> old =
                jdbc.query(
                        "select trigger_id, scheduled_for, is_leap from schedule_tick"
                                + " where settled_at < ? and state in (1, 2) limit ?",
                        (row, _) ->
                                new Object[] {
                                    row.getObject(1, UUID.class),
                                    row.getObject(2, OffsetDateTime.class),
                                    row.getBoolean(3)
                                },
                        Columns.instant(border),
                        most);
        jdbc.batchUpdate(
                "delete from schedule_tick where trigger_id = ? and scheduled_for = ?"
                        + " and is_leap = ?",
                old);
        return old.size() == most;
    }

    private static Open open(ResultSet row) throws SQLException {
        return new Open(
                new TriggerId(row.getObject("trigger_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                instant(row, "scheduled_for"),
                instant(row, "due_at"),
                TickState.of(row.getInt("state")),
                call(row));
    }

    static @Nullable InvocationId call(ResultSet row) throws SQLException {
        UUID call = row.getObject("call_id", UUID.class);
        return call == null ? null : new InvocationId(call);
    }
}

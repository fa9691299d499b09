package dev.meterlark.trigger.schedule;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.trigger.TriggerId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Schedules as they are stored. */
@Component
class ScheduleRows {

    /**
     * The first few are found without locking, because H2 does not go by an index's order while it
     * locks. By a statement of its own: H2 runs one that stands within another again for each row
     * that it locks.
     */
    private static final String FIRST =
            "select trigger_id from schedule where look_at <= ?"
                    + " and (look_at <= ? or overlap = 'allow') order by look_at limit ?";

    /** What another node has is passed over. */
    private static final String CLAIM =
            "select * from schedule where trigger_id = any(?) and look_at <= ?"
                    + " for update skip locked";

    private final JdbcTemplate jdbc;

    ScheduleRows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Of which somebody is to look at the ticks; locked until the transaction ends.
     *
     * @param until when those are to be looked at whose ticks may overlap
     */
    List<Schedule> claim(Instant now, Instant until, int most) {
        OffsetDateTime end = Columns.instant(until);
        List<UUID> first = jdbc.queryForList(FIRST, UUID.class, end, Columns.instant(now), most);
        return first.isEmpty()
                ? List.of()
                : jdbc.query(CLAIM, (row, _) -> schedule(row), Columns.ids(first), end);
    }

    /** How many are to be looked at until then, as far as it matters. */
    int lookedAtUntil(Instant until, int most) {
        Integer count =
                jdbc.queryForObject(
                        "select count(*) from (select look_at from schedule where look_at <= ?"
                                + " limit ?) soon",
                        Integer.class,
                        Columns.instant(until),
                        most);
        return count == null ? 0 : count;
    }

    /** When the first is to be looked at. */
    Optional<Instant> firstLook() {
        return jdbc
                .query(
                        "select look_at from schedule where look_at is not null"
                                + " order by look_at limit 1",
                        (row, _) -> instant(row, "look_at"))
                .stream()
                .findFirst();
    }

    Optional<Schedule> lock(TriggerId id) {
        return jdbc
                .query(
                        "select * from schedule where trigger_id = ? for update",
                        (row, _) -> schedule(row),
                        id.value())
                .stream()
                .findFirst();
    }

    Map<TriggerId, Schedule> all(Collection<TriggerId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        Map<TriggerId, Schedule> all = new HashMap<>();
        jdbc.query(
                        "select * from schedule where trigger_id in (%s)"
                                .formatted(String.join(", ", ids.stream().map(_ -> "?").toList())),
                        (row, _) -> schedule(row),
                        ids.stream().map(TriggerId::value).toArray())
                .forEach(schedule -> all.put(schedule.id(), schedule));
        return all;
    }

    void insert(Schedule schedule, String expression, @Nullable Instant look) {
        jdbc.update(
                "insert into schedule (revision, expression, time_zone, anchored_at, starts_at,"
                        + " ends_at, flexible_secs, overlap, catch_up, catch_up_limit,"
                        + " catch_up_secs, settled_until, look_at, paused_at, resumed_at,"
                        + " account_id, trigger_id)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                columns(schedule, expression, look));
    }

    void update(Schedule schedule, String expression, @Nullable Instant look) {
        jdbc.update(
                "update schedule set revision = ?, expression = ?, time_zone = ?, anchored_at = ?,"
                        + " starts_at = ?, ends_at = ?, flexible_secs = ?, overlap = ?,"
                        + " catch_up = ?, catch_up_limit = ?, catch_up_secs = ?,"
                        + " settled_until = ?, look_at = ?, paused_at = ?, resumed_at = ?"
                        + " where account_id = ? and trigger_id = ?",
                columns(schedule, expression, look));
    }

    private static Object[] columns(Schedule each, String expression, @Nullable Instant look) {
        Timetable timetable = each.timetable();
        Schedule.Pause pause = each.pause();
        return new Object[] {
            each.revision(),
            expression,
            timetable.zone().getId(),
            Columns.instant(timetable.anchor()),
            column(timetable.start()),
            column(timetable.end()),
            (int) each.flexible().toSeconds(),
            each.overlap().wireName(),
            each.catchUp().policy(),
            each.catchUp().limit(),
            (int) each.catchUp().window().toSeconds(),
            Columns.instant(each.settledUntil()),
            column(look),
            column(pause == null ? null : pause.from()),
            column(pause == null ? null : pause.until()),
            each.account().value(),
            each.id().value()
        };
    }

    /** A pause that lies behind what is settled now matters no more. */
    void settle(List<Looked> looked) {
        jdbc.batchUpdate(
                "update schedule set settled_until = ?, look_at = ? where trigger_id = ?",
                looked.stream()
                        .map(
                                each ->
                                        new Object[] {
                                            Columns.instant(each.settledUntil),
                                            column(each.next),
                                            each.id.value()
                                        })
                        .toList());
    }

    /**
     * @param next when somebody is to look again; null for never
     */
    record Looked(TriggerId id, Instant settledUntil, @Nullable Instant next) {}

    void delete(TriggerId id) {
        jdbc.update("delete from schedule where trigger_id = ?", id.value());
    }

    private static Schedule schedule(ResultSet row) throws SQLException {
        Timetable timetable =
                new Timetable(
                        Expression.parse(row.getString("expression")),
                        ZoneId.of(row.getString("time_zone")),
                        instant(row, "anchored_at"),
                        instantOrNull(row, "starts_at"),
                        instantOrNull(row, "ends_at"));
        Instant pausedAt = instantOrNull(row, "paused_at");
        return new Schedule(
                new TriggerId(row.getObject("trigger_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getLong("revision"),
                timetable,
                Duration.ofSeconds(row.getInt("flexible_secs")),
                Overlap.of(row.getString("overlap")).orElseThrow(),
                new CatchUp(
                        row.getString("catch_up"),
                        row.getInt("catch_up_limit"),
                        Duration.ofSeconds(row.getInt("catch_up_secs"))),
                instant(row, "settled_until"),
                pausedAt == null
                        ? null
                        : new Schedule.Pause(pausedAt, instantOrNull(row, "resumed_at")));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static @Nullable OffsetDateTime column(@Nullable Instant instant) {
        return instant == null ? null : Columns.instant(instant);
    }
}

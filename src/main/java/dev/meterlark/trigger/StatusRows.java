package dev.meterlark.trigger;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What happened to triggers, as counts that all nodes add to. A row comes and goes with its
 * trigger.
 */
@Component
class StatusRows {

    private static final String ADD =
            """
            update trigger_status set events = events + ?, filtered = filtered + ?,
                failures = failures + ?,
                minute_before = case when minute_number = ? then minute_before
                    when minute_number = ? then minute_events else 0 end,
                minute_events = case when minute_number = ? then minute_events + ? else ? end,
                minute_number = case when minute_number > ? then minute_number else ? end,
                last_event_at = case when ? > coalesce(last_event_at, ?) then ? else last_event_at end,
                last_error_at = coalesce(?, last_error_at), last_error = coalesce(?, last_error)
            where trigger_id = ?
            """;

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    StatusRows(JdbcTemplate batches) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
    }

    /** What happened since it was written last. */
    record Happened(
            TriggerId trigger,
            long events,
            long filtered,
            long failures,
            @Nullable Instant newest,
            @Nullable Instant failedAt,
            @Nullable String failure) {}

    void insert(TriggerId trigger, AccountId account) {
        jdbc.sql(
                        "insert into trigger_status (trigger_id, account_id, events, filtered,"
                                + " failures, minute_number, minute_events, minute_before)"
                                + " values (?, ?, 0, 0, 0, 0, 0, 0)")
                .param(trigger.value())
                .param(account.value())
                .update();
    }

    /** In one order, whoever adds to several; one that is gone changes nothing. */
    void add(List<Happened> happened, Instant now) {
        long minute = now.getEpochSecond() / 60;
        batches.batchUpdate(
                ADD, happened.stream().map(each -> columns(each, minute, now)).toList());
    }

    private static Object[] columns(Happened each, long minute, Instant now) {
        Instant newest = each.newest == null ? Instant.EPOCH : each.newest;
        OffsetDateTime last = Columns.instant(newest.isAfter(now) ? now : newest);
        return new Object[] {
            each.events,
            each.filtered,
            each.failures,
            minute,
            minute - 1,
            minute,
            each.events,
            each.events,
            minute,
            minute,
            last,
            Columns.instant(Instant.EPOCH),
            last,
            each.failedAt == null ? null : Columns.instant(each.failedAt),
            Columns.text(each.failure, 1_000),
            each.trigger.value()
        };
    }

    Map<TriggerId, TriggerStatus> of(Collection<TriggerId> triggers, Instant now) {
        Map<TriggerId, TriggerStatus> found = new HashMap<>();
        if (!triggers.isEmpty()) {
            jdbc.sql("select * from trigger_status where trigger_id in (:ids)")
                    .param("ids", triggers.stream().map(TriggerId::value).toList())
                    .query(
                            row -> {
                                found.put(
                                        new TriggerId(row.getObject("trigger_id", UUID.class)),
                                        status(row, now));
                            });
        }
        return found;
    }

    private static TriggerStatus status(ResultSet row, Instant now) throws SQLException {
        return new TriggerStatus(
                instant(row, "last_event_at"),
                instant(row, "last_error_at"),
                row.getString("last_error"),
                row.getLong("events"),
                row.getLong("filtered"),
                row.getLong("failures"),
                TriggerStatus.rate(
                        row.getLong("minute_number"),
                        row.getLong("minute_events"),
                        row.getLong("minute_before"),
                        now));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

package dev.meterlark.invocation.deadletter;

import dev.meterlark.invocation.EndReason;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** The rows of replays of many. */
@Component
class ReplayRows {

    private final JdbcClient jdbc;

    ReplayRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(Replay replay) {
        DeadLetterFilter filter = replay.filter();
        jdbc.sql(
                        "insert into dead_letter_replay (id, account_id, function_id,"
                            + " function_name, reason, error_type, ended_from, ended_to, letters,"
                            + " replayed, refused, started_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?,"
                            + " 0, 0, ?)")
                .param(replay.id().value())
                .param(replay.account().value())
                .param(Objects.requireNonNull(filter.function()).value())
                .param(replay.functionName())
                .param(filter.reason() == null ? null : filter.reason().name())
                .param(filter.errorType())
                .param(Columns.instant(Objects.requireNonNull(filter.from())))
                .param(Columns.instant(Objects.requireNonNull(filter.to())))
                .param(replay.letters())
                .param(Columns.instant(replay.startedAt()))
                .update();
    }

    Optional<Replay> find(AccountId account, ReplayId id) {
        return jdbc.sql("select * from dead_letter_replay where account_id = ? and id = ?")
                .param(account.value())
                .param(id.value())
                .query((row, _) -> replay(row))
                .optional();
    }

    /** Counts up, so that a batch that is done twice shows; goes on behind the last letter. */
    void progressed(Replay replay, int replayed, int refused, Place after) {
        jdbc.sql(
                        "update dead_letter_replay set replayed = replayed + ?, refused = refused"
                                + " + ?, last_ended_at = ?, last_id = ?, trouble = null"
                                + " where id = ?")
                .param(replayed)
                .param(refused)
                .param(Columns.instant(after.endedAt()))
                .param(after.id().value())
                .param(replay.id().value())
                .update();
    }

    void troubled(Replay replay, String trouble) {
        jdbc.sql("update dead_letter_replay set trouble = ? where id = ?")
                .param(Columns.text(trouble, 1_000))
                .param(replay.id().value())
                .update();
    }

    void finished(Replay replay, Instant now) {
        jdbc.sql(
                        "update dead_letter_replay set finished_at = ?, trouble = null"
                                + " where id = ? and finished_at is null")
                .param(Columns.instant(now))
                .param(replay.id().value())
                .update();
    }

    private static Replay replay(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        Instant lastEndedAt = instant(row, "last_ended_at");
        UUID lastId = row.getObject("last_id", UUID.class);
        String trouble = row.getString("trouble");
        return new Replay(
                new ReplayId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("function_name"),
                new DeadLetterFilter(
                        new FunctionId(row.getObject("function_id", UUID.class)),
                        reason == null ? null : EndReason.valueOf(reason),
                        row.getString("error_type"),
                        instant(row, "ended_from"),
                        instant(row, "ended_to")),
                row.getLong("letters"),
                row.getLong("replayed"),
                row.getLong("refused"),
                lastEndedAt == null || lastId == null
                        ? null
                        : new Place(lastEndedAt, new InvocationId(lastId)),
                trouble == null ? "" : trouble,
                Objects.requireNonNull(instant(row, "started_at")),
                instant(row, "finished_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

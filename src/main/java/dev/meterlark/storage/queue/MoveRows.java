package dev.meterlark.storage.queue;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.storage.queue.MoveView.State;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Moves of messages out of dead-letter queues. */
@Component
class MoveRows {

    /** A node that moves says so at least every few seconds. */
    private static final Duration LOST_AFTER = Duration.ofMinutes(1);

    private static final String MOVE =
            """
            select queue_move.*, message_queue.name as destination_name from queue_move
            left join message_queue on message_queue.id = queue_move.destination
            """;

    private final JdbcClient jdbc;

    MoveRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The latest first. */
    List<MoveView> of(Queue queue, int most, Instant now) {
        return jdbc.sql(MOVE + " where queue_move.queue_id = ? order by started_at desc limit ?")
                .param(queue.id().value())
                .param(most)
                .query((row, _) -> view(row, now))
                .list();
    }

    Optional<MoveView> find(AccountId account, UUID id, Instant now) {
        return jdbc.sql(MOVE + " where queue_move.account_id = ? and queue_move.id = ?")
                .param(account.value())
                .param(id)
                .query((row, _) -> view(row, now))
                .optional();
    }

    void insert(
            MoveId id,
            Queue from,
            @Nullable QueueId destination,
            @Nullable Integer perSecond,
            long toMove,
            Instant now) {
        jdbc.sql(
                        """
                        insert into queue_move (id, account_id, queue_id, destination, state,
                            per_second, moved, to_move, started_at, seen_at)
                        values (?, ?, ?, ?, 'RUNNING', ?, 0, ?, ?, ?)
                        """)
                .param(id.value())
                .param(from.account().value())
                .param(from.id().value())
                .param(destination == null ? null : destination.value())
                .param(perSecond)
                .param(toMove)
                .param(Columns.instant(now))
                .param(Columns.instant(now))
                .update();
    }

    /** Whether it is to go on: not when somebody called it off, or its queue is gone. */
    boolean moved(MoveId id, int more, Instant now) {
        return jdbc.sql(
                                "update queue_move set moved = moved + ?, seen_at = ?"
                                        + " where id = ? and state = 'RUNNING'")
                        .param(more)
                        .param(Columns.instant(now))
                        .param(id.value())
                        .update()
                == 1;
    }

    boolean cancel(MoveId id) {
        return jdbc.sql("update queue_move set state = 'CANCELLING' where id = ? and state = ?")
                        .param(id.value())
                        .param(State.RUNNING.name())
                        .update()
                == 1;
    }

    void end(MoveId id, State state, @Nullable String failure) {
        jdbc.sql(
                        "update queue_move set state = ?, failure = ?"
                                + " where id = ? and state in ('RUNNING', 'CANCELLING')")
                .param(state.name())
                .param(failure)
                .param(id.value())
                .update();
    }

    private static MoveView view(ResultSet row, Instant now) throws SQLException {
        var read =
                new MoveView(
                        new MoveId(row.getObject("id", UUID.class)),
                        row.getString("destination_name"),
                        State.valueOf(row.getString("state")),
                        row.getObject("per_second", Integer.class),
                        row.getLong("moved"),
                        row.getLong("to_move"),
                        row.getString("failure"),
                        row.getObject("started_at", OffsetDateTime.class).toInstant());
        Instant seen = row.getObject("seen_at", OffsetDateTime.class).toInstant();
        return read.isUnderWay() && seen.plus(LOST_AFTER).isBefore(now) ? lost(read) : read;
    }

    private static MoveView lost(MoveView move) {
        return new MoveView(
                move.id(),
                move.destination(),
                State.FAILED,
                move.perSecond(),
                move.moved(),
                move.toMove(),
                "the node that moved the messages stopped; what it did not move is where it was:"
                        + " start it again",
                move.startedAt());
    }
}

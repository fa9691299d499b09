package dev.meterlark.storage.queue;

import dev.meterlark.platform.Columns;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The messages that other queues gave up. */
@Component
class GivenUpRows {

    private final JdbcClient jdbc;

    GivenUpRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whose turn it is to come back where it was, and to which group that one had. */
    record GivenUp(MessageId id, QueueId from, @Nullable String group) {}

    /** The oldest that are not in flight. */
    List<GivenUp> claim(Queue queue, int most, Instant now) {
        return jdbc.sql(
                        """
                        select id, came_from, group_key from queue_message
                        where queue_id = ? and due_at <= ? and came_from in (
                            select id from message_queue where account_id = ?)
                        order by due_at limit ? for update skip locked
                        """)
                .param(queue.id().value())
                .param(Columns.instant(now))
                .param(queue.account().value())
                .param(most)
                .query((row, _) -> givenUp(row))
                .list();
    }

    /** The same without holding them: for ordered queues, whose groups are held before messages. */
    List<GivenUp> lying(Queue queue, int most, Instant now) {
        return jdbc.sql(
                        """
                        select id, came_from, group_key from queue_message
                        where queue_id = ? and due_at <= ? and came_from in (
                            select id from message_queue where account_id = ?)
                        order by position limit ?
                        """)
                .param(queue.id().value())
                .param(Columns.instant(now))
                .param(queue.account().value())
                .param(most)
                .query((row, _) -> givenUp(row))
                .list();
    }

    /** Those of these that are not in flight; of an unordered queue they are held. */
    List<GivenUp> some(Queue queue, Collection<MessageId> of, Instant now) {
        return jdbc.sql(
                        """
                        select id, came_from, group_key from queue_message
                        where id in (:ids) and queue_id = :queue and due_at <= :now
                            and came_from in (
                                select id from message_queue where account_id = :account)
                        """
                                + (queue.ordered() ? "" : "for update skip locked"))
                .param("ids", of.stream().map(MessageId::value).toList())
                .param("queue", queue.id().value())
                .param("now", Columns.instant(now))
                .param("account", queue.account().value())
                .query((row, _) -> givenUp(row))
                .list();
    }

    /** Those of these that are here and in nobody's hand, in the order in which they were sent. */
    List<MessageId> still(Queue queue, Collection<MessageId> of, Instant now) {
        return jdbc
                .sql(
                        "select id from queue_message where queue_id = :queue and due_at <= :now"
                                + " and id in (:ids) order by position")
                .param("queue", queue.id().value())
                .param("now", Columns.instant(now))
                .param("ids", of.stream().map(MessageId::value).toList())
                .query(UUID.class)
                .list()
                .stream()
                .map(MessageId::new)
                .toList();
    }

    private static GivenUp givenUp(ResultSet row) throws SQLException {
        return new GivenUp(
                new MessageId(row.getObject("id", UUID.class)),
                new QueueId(row.getObject("came_from", UUID.class)),
                row.getString("group_key"));
    }
}

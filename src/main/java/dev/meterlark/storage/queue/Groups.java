package dev.meterlark.storage.queue;

import dev.meterlark.platform.Columns;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The groups of ordered queues. Whoever receives or settles a message of a group holds the group's
 * row, so that nobody else does at the same time; whoever sends holds the queue's row first, so
 * that positions follow the order of commits.
 */
@Component
class Groups {

    private final JdbcClient jdbc;

    Groups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those whose turn it is, but for those that somebody holds at this moment. */
    List<String> claim(Queue queue, int most, Instant now) {
        return jdbc.sql(
                        """
                        select group_key from queue_group where queue_id = ? and due_at <= ?
                        order by due_at limit ? for update skip locked
                        """)
                .param(queue.id().value())
                .param(Columns.instant(now))
                .param(most)
                .query(String.class)
                .list();
    }

    /** Whether there is such a group; if so, it is held to the transaction's end. */
    boolean lock(Queue queue, String group) {
        return jdbc.sql(
                        "select due_at from queue_group where queue_id = ? and group_key = ?"
                                + " for update")
                .param(queue.id().value())
                .param(group)
                .query((_, _) -> true)
                .optional()
                .orElse(false);
    }

    /** For who holds the queue's row, or the group's. */
    void open(Queue queue, String group) {
        if (!lock(queue, group)) {
            jdbc.sql(
                            "insert into queue_group (account_id, queue_id, group_key, due_at)"
                                    + " values (?, ?, ?, ?)")
                    .param(queue.account().value())
                    .param(queue.id().value())
                    .param(group)
                    .param(Columns.instant(Instant.EPOCH))
                    .update();
        }
    }

    /**
     * Changes which messages are in groups, with none of them in anybody's hand. For who holds the
     * queue's row.
     */
    void change(Queue queue, Collection<String> touched, Runnable change) {
        List<String> inOrder = touched.stream().distinct().sorted().toList();
        inOrder.forEach(group -> open(queue, group));
        change.run();
        inOrder.forEach(group -> settle(queue, group));
    }

    /**
     * Says when the group's turn is, after its messages changed: when its first is due, and not
     * before the last one in flight comes back. A group without messages goes.
     */
    void settle(Queue queue, String group) {
        int left =
                jdbc.sql(
                                """
                                update queue_group set due_at = coalesce(
                                    (select max(due_at) from queue_message
                                     where queue_id = :queue and group_key = :group and in_flight),
                                    (select due_at from queue_message
                                     where queue_id = :queue and group_key = :group
                                     order by position limit 1))
                                where queue_id = :queue and group_key = :group and exists (
                                    select 1 from queue_message
                                    where queue_id = :queue and group_key = :group)
                                """)
                        .param("queue", queue.id().value())
                        .param("group", group)
                        .update();
        if (left == 0) {
            jdbc.sql("delete from queue_group where queue_id = ? and group_key = ?")
                    .param(queue.id().value())
                    .param(group)
                    .update();
        }
    }

    void deleteAll(Queue queue) {
        jdbc.sql("delete from queue_group where queue_id = ?").param(queue.id().value()).update();
    }

    /** Groups with messages that are kept from before an instant. */
    List<String> withOlder(Queue queue, Instant border, int most) {
        return jdbc.sql(
                        """
                        select distinct group_key from queue_message
                        where queue_id = ? and kept_from <= ? limit ?
                        """)
                .param(queue.id().value())
                .param(Columns.instant(border))
                .param(most)
                .query(String.class)
                .list();
    }
}

package dev.meterlark.storage.queue;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The messages of queues, in statements that H2 and PostgreSQL both take. */
@Component
class MessageRows {

    /** Messages that others may be about to take. */
    private static final int OTHERS = 50;

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;

    MessageRows(JdbcTemplate batches) {
        this.batches = batches;
        this.jdbc = JdbcClient.create(batches);
    }

    /**
     * A message as it lies in its queue.
     *
     * @param receives before this time
     * @param epoch before this time
     * @param sentBy null when no call sent it
     */
    record Lying(
            MessageId id,
            @Nullable String group,
            Instant dueAt,
            Instant sentAt,
            @Nullable Instant firstReceivedAt,
            int receives,
            long epoch,
            @Nullable String attributes,
            @Nullable String attributeTypes,
            @Nullable String deduplicationId,
            long position,
            @Nullable QueueId cameFrom,
            byte[] body,
            int bytes,
            @Nullable CallingInvocation sentBy) {}

    /** How much an account has. */
    record Room(long messages, long bytes) {}

    void insert(Queue queue, List<Checked> messages, Instant now) {
        batches.batchUpdate(
                """
                insert into queue_message (id, account_id, queue_id, group_key, due_at, in_flight,
                    sent_at, kept_from, receives, epoch, attributes, attribute_types,
                    deduplication_id, body, bytes, sent_by, sent_depth, sent_trace)
                values (?, ?, ?, ?, ?, false, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                messages.stream().map(each -> columns(queue, each, now)).toList());
    }

    private static Object[] columns(Queue queue, Checked message, Instant now) {
        CallingInvocation by = CallingInvocation.current().orElse(null);
        return new Object[] {
            message.id().value(),
            queue.account().value(),
            queue.id().value(),
            message.group(),
            Columns.instant(message.dueAt()),
            Columns.instant(now),
            Columns.instant(now),
            message.attributes(),
            message.attributeTypes(),
            message.deduplicationId(),
            message.body(),
            message.bytes(),
            by == null ? null : by.id().value(),
            by == null ? null : by.depth(),
            by == null ? null : by.traceparent()
        };
    }

    /** Those that are there of these, by id: what is sent later has a higher one. */
    Map<MessageId, Long> positions(Collection<MessageId> of) {
        Map<MessageId, Long> positions = new HashMap<>();
        if (!of.isEmpty()) {
            jdbc.sql("select id, position from queue_message where id in (:ids)")
                    .param("ids", of.stream().map(MessageId::value).toList())
                    .query(
                            (row, _) ->
                                    positions.put(
                                            new MessageId(row.getObject("id", UUID.class)),
                                            row.getLong("position")))
                    .list();
        }
        return positions;
    }

    /**
     * What has waited longest and nobody else takes at this moment: that is passed over. The first
     * are found without locking, because H2 does not go by an index's order while it locks, and
     * then looked at once more under their locks: some more than are wanted, for those that others
     * take. By two statements, because H2 runs one that stands within another again for each row
     * that it locks.
     */
    List<Lying> claim(Queue queue, int most, Instant now) {
        List<UUID> first = first(queue, most + OTHERS, now);
        if (first.isEmpty()) {
            return List.of();
        }
        return batches
                .query(
                        """
                        select * from queue_message
                        where id = any(?) and queue_id = ? and due_at <= ?
                        limit ? for update skip locked
                        """,
                        (row, _) -> lying(row),
                        Columns.ids(first),
                        queue.id().value(),
                        Columns.instant(now),
                        most)
                .stream()
                .sorted(Comparator.comparing(Lying::dueAt))
                .toList();
    }

    private List<UUID> first(Queue queue, int most, Instant now) {
        return batches.queryForList(
                """
                select id from queue_message
                where queue_id = ? and due_at <= ? and kept_from > ?
                order by queue_id, due_at limit ?
                """,
                UUID.class,
                queue.id().value(),
                Columns.instant(now),
                Columns.instant(queue.keptFrom(now)),
                most);
    }

    /** The first of a group, whose row the caller holds, in the order in which they were sent. */
    List<Lying> first(Queue queue, String group, int most, Instant now) {
        return jdbc.sql(
                        """
                        select * from queue_message
                        where queue_id = ? and group_key = ? and kept_from > ?
                        order by position limit ?
                        """)
                .param(queue.id().value())
                .param(group)
                .param(Columns.instant(queue.keptFrom(now)))
                .param(most)
                .query((row, _) -> lying(row))
                .list();
    }

    void receive(List<Lying> messages, Instant now, Instant hiddenUntil) {
        batches.batchUpdate(
                """
                update queue_message set in_flight = true, due_at = ?, epoch = ?, receives = ?,
                    first_received_at = coalesce(first_received_at, ?)
                where id = ?
                """,
                messages.stream()
                        .map(
                                each ->
                                        new Object[] {
                                            Columns.instant(hiddenUntil),
                                            each.epoch + 1,
                                            each.receives + 1,
                                            Columns.instant(now),
                                            each.id.value()
                                        })
                        .toList());
    }

    /** To another queue, as if it was new there; an earlier receipt settles nothing any more. */
    void move(Collection<MessageId> messages, Queue to, @Nullable QueueId givenUpBy, Instant now) {
        batches.batchUpdate(
                """
                update queue_message set queue_id = ?, came_from = ?, due_at = ?, kept_from = ?,
                    in_flight = false, receives = 0, first_received_at = null, epoch = epoch + 1
                where id = ?
                """,
                messages.stream()
                        .map(
                                id ->
                                        new Object[] {
                                            to.id().value(),
                                            givenUpBy == null ? null : givenUpBy.value(),
                                            Columns.instant(now),
                                            Columns.instant(now),
                                            id.value()
                                        })
                        .toList());
    }

    /** The group of a message that was received so and not since; empty when there is none such. */
    Optional<Optional<String>> groupOf(Queue queue, Receipt receipt) {
        return jdbc.sql(
                        "select group_key from queue_message"
                                + " where id = ? and queue_id = ? and epoch = ? and in_flight")
                .param(receipt.message().value())
                .param(queue.id().value())
                .param(receipt.epoch())
                .query((row, _) -> Optional.ofNullable(row.getString("group_key")))
                .optional();
    }

    boolean delete(Queue queue, Receipt receipt) {
        return jdbc.sql(
                                "delete from queue_message where id = ? and queue_id = ? and epoch"
                                        + " = ? and in_flight")
                        .param(receipt.message().value())
                        .param(queue.id().value())
                        .param(receipt.epoch())
                        .update()
                == 1;
    }

    /** In one order, whoever deletes several. */
    int deleteAll(Queue queue, List<Receipt> receipts) {
        int[] deleted =
                batches.batchUpdate(
                        "delete from queue_message where id = ? and queue_id = ? and epoch = ?"
                                + " and in_flight",
                        receipts.stream()
                                .sorted(Comparator.comparing(each -> each.message().value()))
                                .map(
                                        each ->
                                                new Object[] {
                                                    each.message().value(),
                                                    queue.id().value(),
                                                    each.epoch()
                                                })
                                .toList());
        return Arrays.stream(deleted).sum();
    }

    boolean hide(Queue queue, Receipt receipt, Instant until) {
        return jdbc.sql(
                                "update queue_message set due_at = ? where id = ? and queue_id = ?"
                                        + " and epoch = ? and in_flight")
                        .param(Columns.instant(until))
                        .param(receipt.message().value())
                        .param(queue.id().value())
                        .param(receipt.epoch())
                        .update()
                == 1;
    }

    int deleteAll(Queue queue) {
        return jdbc.sql("delete from queue_message where queue_id = ?")
                .param(queue.id().value())
                .update();
    }

    int deleteKeptFromBefore(Queue queue, Instant border, int most) {
        return jdbc.sql(
                        """
                        delete from queue_message where id in (
                            select id from queue_message where queue_id = ? and kept_from <= ?
                            limit ?)
                        """)
                .param(queue.id().value())
                .param(Columns.instant(border))
                .param(most)
                .update();
    }

    int deleteKeptFromBefore(Queue queue, String group, Instant border) {
        return jdbc.sql(
                        "delete from queue_message"
                                + " where queue_id = ? and group_key = ? and kept_from <= ?")
                .param(queue.id().value())
                .param(group)
                .param(Columns.instant(border))
                .update();
    }

    /** Which of these queues have something that can be received. */
    Set<QueueId> due(Collection<QueueId> of, Instant now) {
        return jdbc
                .sql(
                        "select distinct queue_id from queue_message"
                                + " where queue_id in (:ids) and due_at <= :now")
                .param("ids", of.stream().map(QueueId::value).toList())
                .param("now", Columns.instant(now))
                .query(UUID.class)
                .list()
                .stream()
                .map(QueueId::new)
                .collect(Collectors.toSet());
    }

    Room room(AccountId account) {
        return jdbc.sql(
                        "select count(*) as messages, coalesce(sum(bytes), 0) as bytes"
                                + " from queue_message where account_id = ?")
                .param(account.value())
                .query((row, _) -> new Room(row.getLong("messages"), row.getLong("bytes")))
                .single();
    }

    QueueCounts counts(Queue queue, Instant now) {
        return jdbc.sql(
                        """
                        select count(*) as messages, coalesce(sum(bytes), 0) as bytes,
                            count(case when in_flight and due_at > :now then 1 end) as in_flight,
                            count(case when not in_flight and due_at > :now then 1 end) as delayed,
                            min(sent_at) as oldest
                        from queue_message where queue_id = :queue
                        """)
                .param("now", Columns.instant(now))
                .param("queue", queue.id().value())
                .query((row, _) -> counts(row, now))
                .single();
    }

    static QueueCounts counts(ResultSet row, Instant now) throws SQLException {
        long inFlight = row.getLong("in_flight");
        long delayed = row.getLong("delayed");
        OffsetDateTime oldest = row.getObject("oldest", OffsetDateTime.class);
        return new QueueCounts(
                row.getLong("messages") - inFlight - delayed,
                inFlight,
                delayed,
                row.getLong("bytes"),
                oldest == null
                        ? 0
                        : Math.max(0, Duration.between(oldest.toInstant(), now).toSeconds()));
    }

    private static Lying lying(ResultSet row) throws SQLException {
        OffsetDateTime first = row.getObject("first_received_at", OffsetDateTime.class);
        UUID cameFrom = row.getObject("came_from", UUID.class);
        return new Lying(
                new MessageId(row.getObject("id", UUID.class)),
                row.getString("group_key"),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                first == null ? null : first.toInstant(),
                row.getInt("receives"),
                row.getLong("epoch"),
                row.getString("attributes"),
                row.getString("attribute_types"),
                row.getString("deduplication_id"),
                row.getLong("position"),
                cameFrom == null ? null : new QueueId(cameFrom),
                row.getBytes("body"),
                row.getInt("bytes"),
                sentBy(row));
    }

    private static @Nullable CallingInvocation sentBy(ResultSet row) throws SQLException {
        UUID call = row.getObject("sent_by", UUID.class);
        return call == null
                ? null
                : new CallingInvocation(
                        new InvocationId(call),
                        row.getInt("sent_depth"),
                        row.getString("sent_trace"));
    }
}

package dev.meterlark.storage.queue;

import dev.meterlark.platform.Columns;

import org.jspecify.annotations.Nullable;
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
import java.util.Optional;
import java.util.UUID;

/** Messages where they lie: read without being held, received or counted. */
@Component
class LyingRows {

    private final JdbcClient jdbc;

    LyingRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Where a list goes on: by age, and of one instant by position. */
    record Place(Instant keptFrom, long position) {}

    /**
     * @param body its beginning
     * @param bodyBytes of all of it
     */
    record Lying(
            MessageId id,
            Place place,
            @Nullable String group,
            Instant dueAt,
            boolean inFlight,
            Instant sentAt,
            @Nullable Instant firstReceivedAt,
            int receives,
            @Nullable String attributes,
            @Nullable String deduplicationId,
            @Nullable QueueId cameFrom,
            byte[] body,
            long bodyBytes,
            int bytes) {}

    /**
     * The oldest first. By two statements, so that no body is read that is not shown.
     *
     * @param shown bytes of a body at most
     */
    List<Lying> after(Queue queue, Place after, Instant keptFrom, int most, int shown) {
        List<UUID> ids =
                jdbc.sql(
                                """
                                select id from queue_message
                                where queue_id = ? and kept_from > ? and kept_from >= ?
                                    and (kept_from > ? or position > ?)
                                order by queue_id, kept_from, position limit ?
                                """)
                        .param(queue.id().value())
                        .param(Columns.instant(keptFrom))
                        .param(Columns.instant(after.keptFrom()))
                        .param(Columns.instant(after.keptFrom()))
                        .param(after.position())
                        .param(most)
                        .query(UUID.class)
                        .list();
        return ids.isEmpty() ? List.of() : whole(ids, shown);
    }

    private List<Lying> whole(List<UUID> ids, int shown) {
        return jdbc.sql(
                        """
                        select id, kept_from, position, group_key, due_at, in_flight, sent_at,
                            first_received_at, receives, attributes, deduplication_id, came_from,
                            bytes, octet_length(body) as body_bytes,
                            substring(body from 1 for :shown) as beginning
                        from queue_message where id in (:ids) order by kept_from, position
                        """)
                .param("shown", shown)
                .param("ids", ids)
                .query((row, _) -> lying(row))
                .list();
    }

    /** Of those of these queues that have messages. */
    Map<QueueId, QueueCounts> counts(Collection<QueueId> of, Instant now) {
        Map<QueueId, QueueCounts> counts = new HashMap<>();
        if (!of.isEmpty()) {
            jdbc.sql(
                            """
                            select queue_id, count(*) as messages,
                                coalesce(sum(bytes), 0) as bytes,
                                count(case when in_flight and due_at > :now then 1 end) as in_flight,
                                count(case when not in_flight and due_at > :now then 1 end)
                                    as delayed,
                                min(sent_at) as oldest
                            from queue_message where queue_id in (:queues) group by queue_id
                            """)
                    .param("now", Columns.instant(now))
                    .param("queues", of.stream().map(QueueId::value).toList())
                    .query(
                            row -> {
                                counts.put(
                                        new QueueId(row.getObject("queue_id", UUID.class)),
                                        MessageRows.counts(row, now));
                            });
        }
        return counts;
    }

    /** The group of a message that is there; empty within when it has none. */
    Optional<Optional<String>> groupOf(Queue queue, MessageId id) {
        return jdbc.sql("select group_key from queue_message where id = ? and queue_id = ?")
                .param(id.value())
                .param(queue.id().value())
                .query((row, _) -> Optional.ofNullable(row.getString("group_key")))
                .optional();
    }

    boolean delete(Queue queue, MessageId id) {
        return jdbc.sql("delete from queue_message where id = ? and queue_id = ?")
                        .param(id.value())
                        .param(queue.id().value())
                        .update()
                == 1;
    }

    private static Lying lying(ResultSet row) throws SQLException {
        UUID cameFrom = row.getObject("came_from", UUID.class);
        return new Lying(
                new MessageId(row.getObject("id", UUID.class)),
                new Place(instant(row, "kept_from"), row.getLong("position")),
                row.getString("group_key"),
                instant(row, "due_at"),
                row.getBoolean("in_flight"),
                instant(row, "sent_at"),
                instantOrNull(row, "first_received_at"),
                row.getInt("receives"),
                row.getString("attributes"),
                row.getString("deduplication_id"),
                cameFrom == null ? null : new QueueId(cameFrom),
                row.getBytes("beginning"),
                row.getLong("body_bytes"),
                row.getInt("bytes"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column)
            throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}

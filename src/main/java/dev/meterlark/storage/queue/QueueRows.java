package dev.meterlark.storage.queue;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

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

/** The rows of queues, without their messages. */
@Component
class QueueRows {

    private final JdbcClient jdbc;

    QueueRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Queue> find(AccountId account, String name) {
        return jdbc.sql("select * from message_queue where account_id = ? and name = ?")
                .param(account.value())
                .param(name)
                .query((row, _) -> queue(row))
                .optional();
    }

    /** For what is to come one after the other: sending in order, changing, deleting. */
    Optional<Queue> lock(AccountId account, String name) {
        return jdbc.sql("select * from message_queue where account_id = ? and name = ? for update")
                .param(account.value())
                .param(name)
                .query((row, _) -> queue(row))
                .optional();
    }

    Optional<Queue> find(AccountId account, QueueId id) {
        return jdbc.sql("select * from message_queue where account_id = ? and id = ?")
                .param(account.value())
                .param(id.value())
                .query((row, _) -> queue(row))
                .optional();
    }

    List<Queue> after(AccountId account, String name, int limit) {
        return jdbc.sql(
                        "select * from message_queue where account_id = ? and name > ?"
                                + " order by name limit ?")
                .param(account.value())
                .param(name)
                .param(limit)
                .query((row, _) -> queue(row))
                .list();
    }

    /** The same of those whose names begin so. */
    List<Queue> after(AccountId account, String prefix, String name, int limit) {
        return jdbc.sql(
                        "select * from message_queue where account_id = ? and name > ?"
                                + " and left(name, cast(? as integer)) = ? order by name limit ?")
                .param(account.value())
                .param(name)
                .param(prefix.length())
                .param(prefix)
                .param(limit)
                .query((row, _) -> queue(row))
                .list();
    }

    /** Queues whose messages go to this one when they are given up, by name. */
    List<Queue> givingUpTo(AccountId account, QueueId id, String after, int limit) {
        return jdbc.sql(
                        "select * from message_queue where account_id = ? and name > ?"
                                + " and dead_letter_queue = ? order by name limit ?")
                .param(account.value())
                .param(after)
                .param(id.value())
                .param(limit)
                .query((row, _) -> queue(row))
                .list();
    }

    /** Of all accounts, in pages by id: for housekeeping. */
    List<Queue> allAfter(UUID id, int limit) {
        return jdbc.sql("select * from message_queue where id > ? order by id limit ?")
                .param(id)
                .param(limit)
                .query((row, _) -> queue(row))
                .list();
    }

    /** Queues whose messages go to this one when they are given up. */
    List<String> givingUpTo(AccountId account, QueueId id) {
        return jdbc.sql(
                        "select name from message_queue where account_id = ?"
                                + " and dead_letter_queue = ? order by name limit 10")
                .param(account.value())
                .param(id.value())
                .query(String.class)
                .list();
    }

    /** Names that hold a text, those that begin with it first. */
    List<String> named(AccountId account, String part, int limit) {
        return jdbc.sql(
                        "select name from message_queue where account_id = ? and position(? in"
                                + " lower(name)) > 0 order by position(? in lower(name)), name"
                                + " limit ?")
                .param(account.value())
                .param(part)
                .param(part)
                .param(limit)
                .query(String.class)
                .list();
    }

    long count(AccountId account) {
        return jdbc.sql("select count(*) from message_queue where account_id = ?")
                .param(account.value())
                .query(Long.class)
                .single();
    }

    void insert(Queue queue) {
        jdbc.sql(
                        """
                        insert into message_queue (id, account_id, name, visibility_seconds,
                            retention_seconds, delay_seconds, max_receives, dead_letter_queue,
                            is_ordered, wait_seconds, max_message_bytes,
                            deduplicates_by_content, created_at, changed_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(queue.id().value())
                .param(queue.account().value())
                .param(queue.name())
                .param(queue.terms().visibilityTimeout().toSeconds())
                .param(queue.terms().retention().toSeconds())
                .param(queue.terms().delay().toSeconds())
                .param(queue.terms().maxReceives())
                .param(value(queue.deadLetterQueue()))
                .param(queue.ordered())
                .param(queue.terms().receiveWait().toSeconds())
                .param(queue.terms().maxMessageBytes())
                .param(queue.terms().deduplicatesByContent())
                .param(Columns.instant(queue.createdAt()))
                .param(Columns.instant(queue.changedAt()))
                .update();
    }

    void update(Queue queue) {
        jdbc.sql(
                        """
                        update message_queue set visibility_seconds = ?, retention_seconds = ?,
                            delay_seconds = ?, max_receives = ?, dead_letter_queue = ?,
                            wait_seconds = ?, max_message_bytes = ?, deduplicates_by_content = ?,
                            changed_at = ?
                        where id = ?
                        """)
                .param(queue.terms().visibilityTimeout().toSeconds())
                .param(queue.terms().retention().toSeconds())
                .param(queue.terms().delay().toSeconds())
                .param(queue.terms().maxReceives())
                .param(value(queue.deadLetterQueue()))
                .param(queue.terms().receiveWait().toSeconds())
                .param(queue.terms().maxMessageBytes())
                .param(queue.terms().deduplicatesByContent())
                .param(Columns.instant(queue.changedAt()))
                .param(queue.id().value())
                .update();
    }

    /** With all its messages. */
    void delete(Queue queue) {
        jdbc.sql("delete from message_queue where id = ?").param(queue.id().value()).update();
    }

    void deleteAll(AccountId account) {
        jdbc.sql("update message_queue set dead_letter_queue = null where account_id = ?")
                .param(account.value())
                .update();
        jdbc.sql("delete from message_queue where account_id = ?").param(account.value()).update();
    }

    private static @Nullable UUID value(@Nullable QueueId id) {
        return id == null ? null : id.value();
    }

    private static Queue queue(ResultSet row) throws SQLException {
        UUID deadLetters = row.getObject("dead_letter_queue", UUID.class);
        return new Queue(
                new QueueId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                new QueueTerms(
                        Duration.ofSeconds(row.getLong("visibility_seconds")),
                        Duration.ofSeconds(row.getLong("retention_seconds")),
                        Duration.ofSeconds(row.getLong("delay_seconds")),
                        row.getInt("max_receives"),
                        Duration.ofSeconds(row.getLong("wait_seconds")),
                        row.getInt("max_message_bytes"),
                        row.getBoolean("deduplicates_by_content")),
                deadLetters == null ? null : new QueueId(deadLetters),
                row.getBoolean("is_ordered"),
                instant(row, "created_at"),
                instant(row, "changed_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}

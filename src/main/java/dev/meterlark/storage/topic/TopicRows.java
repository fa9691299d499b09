package dev.meterlark.storage.topic;

import dev.meterlark.platform.Columns;
import dev.meterlark.shared.AccountId;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Topics and their subscriptions; a subscription goes with its topic and with its queue. */
@Component
class TopicRows {

    private static final String SUBSCRIPTIONS =
            "select s.*, q.name as queue_name from topic_subscription s left join message_queue q"
                    + " on q.id = s.queue_id and q.account_id = s.account_id";

    private final JdbcClient jdbc;

    TopicRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<Topic> find(AccountId account, String name) {
        return jdbc.sql("select * from topic where account_id = ? and name = ?")
                .param(account.value())
                .param(name)
                .query((row, _) -> topic(row))
                .optional();
    }

    List<Topic> after(AccountId account, String name, int limit) {
        return jdbc.sql(
                        "select * from topic where account_id = ? and name > ?"
                                + " order by name limit ?")
                .param(account.value())
                .param(name)
                .param(limit)
                .query((row, _) -> topic(row))
                .list();
    }

    /** Names that hold a text, those that begin with it first. */
    List<String> named(AccountId account, String part, int limit) {
        return jdbc.sql(
                        "select name from topic where account_id = ? and name <> ? and position(?"
                            + " in lower(name)) > 0 order by position(? in lower(name)), name limit"
                            + " ?")
                .param(account.value())
                .param(Topics.SYSTEM)
                .param(part)
                .param(part)
                .param(limit)
                .query(String.class)
                .list();
    }

    long count(AccountId account) {
        return jdbc.sql("select count(*) from topic where account_id = ? and name <> ?")
                .param(account.value())
                .param(Topics.SYSTEM)
                .query(Long.class)
                .single();
    }

    void insert(Topic topic) {
        jdbc.sql("insert into topic (id, account_id, name, created_at) values (?, ?, ?, ?)")
                .param(topic.id().value())
                .param(topic.account().value())
                .param(topic.name())
                .param(Columns.instant(topic.createdAt()))
                .update();
    }

    void delete(Topic topic) {
        jdbc.sql("delete from topic where id = ?").param(topic.id().value()).update();
    }

    void deleteAll(AccountId account) {
        jdbc.sql("delete from topic where account_id = ?").param(account.value()).update();
    }

    List<Subscription> subscriptions(Topic topic) {
        return subscriptionsAfter(topic, "", Integer.MAX_VALUE);
    }

    List<Subscription> subscriptionsAfter(Topic topic, String name, int limit) {
        return jdbc.sql(
                        SUBSCRIPTIONS
                                + " where s.topic_id = ? and s.name > ? order by s.name limit ?")
                .param(topic.id().value())
                .param(name)
                .param(limit)
                .query((row, _) -> subscription(row))
                .list();
    }

    Optional<Subscription> subscription(Topic topic, String name) {
        return jdbc.sql(SUBSCRIPTIONS + " where s.topic_id = ? and s.name = ?")
                .param(topic.id().value())
                .param(name)
                .query((row, _) -> subscription(row))
                .optional();
    }

    Optional<Subscription> subscription(AccountId account, SubscriptionId id) {
        return jdbc.sql(SUBSCRIPTIONS + " where s.account_id = ? and s.id = ?")
                .param(account.value())
                .param(id.value())
                .query((row, _) -> subscription(row))
                .optional();
    }

    /** Of whoever is no queue. */
    void insertOther(Subscription subscription, String target) {
        jdbc.sql(
                        """
                        insert into topic_subscription (id, account_id, topic_id, name, subscriber,
                            target, filter, created_at, changed_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(subscription.id().value())
                .param(subscription.account().value())
                .param(subscription.topic().value())
                .param(subscription.name())
                .param(subscription.subscriber())
                .param(target)
                .param(subscription.filter())
                .param(Columns.instant(subscription.createdAt()))
                .param(Columns.instant(subscription.changedAt()))
                .update();
    }

    /** Subscriptions of an account that name somebody of a kind. */
    List<Subscription> naming(AccountId account, String subscriber) {
        return jdbc.sql(SUBSCRIPTIONS + " where s.account_id = ? and s.subscriber = ?")
                .param(account.value())
                .param(subscriber)
                .query((row, _) -> subscription(row))
                .list();
    }

    /**
     * @return how many were made: none when the account has no such queue
     */
    int insert(Subscription subscription) {
        return jdbc.sql(
                        """
                        insert into topic_subscription (id, account_id, topic_id, name, queue_id,
                            filter, created_at, changed_at)
                        select cast(? as uuid), account_id, cast(? as uuid), cast(? as varchar), id,
                            cast(? as varchar), cast(? as timestamp with time zone),
                            cast(? as timestamp with time zone)
                        from message_queue where account_id = ? and name = ?
                        """)
                .param(subscription.id().value())
                .param(subscription.topic().value())
                .param(subscription.name())
                .param(subscription.filter())
                .param(Columns.instant(subscription.createdAt()))
                .param(Columns.instant(subscription.changedAt()))
                .param(subscription.account().value())
                .param(subscription.queue())
                .update();
    }

    void update(Subscription subscription) {
        jdbc.sql("update topic_subscription set filter = ?, changed_at = ? where id = ?")
                .param(subscription.filter())
                .param(Columns.instant(subscription.changedAt()))
                .param(subscription.id().value())
                .update();
    }

    void delete(Subscription subscription) {
        jdbc.sql("delete from topic_subscription where id = ?")
                .param(subscription.id().value())
                .update();
    }

    private static Topic topic(ResultSet row) throws SQLException {
        return new Topic(
                new TopicId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getString("name"),
                instant(row, "created_at"));
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        String target = row.getString("target");
        return new Subscription(
                new SubscriptionId(row.getObject("id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                new TopicId(row.getObject("topic_id", UUID.class)),
                row.getString("name"),
                row.getString("queue_name"),
                row.getString("subscriber"),
                target == null ? null : Target.read(target),
                row.getString("filter"),
                instant(row, "created_at"),
                instant(row, "changed_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}

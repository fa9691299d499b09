package dev.meterlark.storage.topic;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.Listing;
import dev.meterlark.storage.Shown;
import dev.meterlark.storage.pattern.EventPattern;
import dev.meterlark.storage.queue.QueueView;
import dev.meterlark.storage.queue.Queues;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** Who gets the events of a topic. */
@Service
@Transactional
public class Subscriptions {

    private static final int MOST_LISTED = 100;

    private final TopicRows rows;
    private final Topics topics;
    private final Queues queues;
    private final Accounts accounts;
    private final AuditLog audit;
    private final TopicProperties properties;
    private final JsonMapper json;
    private final InstantSource clock;

    Subscriptions(
            TopicRows rows,
            Topics topics,
            Queues queues,
            Accounts accounts,
            AuditLog audit,
            TopicProperties properties,
            JsonMapper json,
            InstantSource clock) {
        this.rows = rows;
        this.topics = topics;
        this.queues = queues;
        this.accounts = accounts;
        this.audit = audit;
        this.properties = properties;
        this.json = json;
        this.clock = clock;
    }

    /** By name. */
    @Transactional(readOnly = true)
    public Page<SubscriptionView> list(
            Caller caller, String topic, @Nullable String cursor, @Nullable Integer limit) {
        Topic found = topics.find(caller.account(), topic);
        Listing listing = Listing.of(cursor, limit, MOST_LISTED);
        return listing.page(
                rows.subscriptionsAfter(found, listing.after(), listing.limitAndOne()),
                Subscription::name,
                this::viewed);
    }

    @Transactional(readOnly = true)
    public SubscriptionView show(Caller caller, String topic, String name) {
        return viewed(find(caller, topic, name));
    }

    /**
     * @param name null for the queue's
     * @param filter null for every event
     */
    public SubscriptionView subscribe(
            Caller caller,
            String topic,
            @Nullable String name,
            @Nullable String queue,
            @Nullable JsonNode filter) {
        accounts.lockedLimits(caller.account());
        Topic found = topics.find(caller.account(), topic);
        String target = queue(caller, queue);
        String checked = Topics.name("name", name == null ? target.replace('.', '-') : name);
        if (rows.subscription(found, checked).isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the topic has a subscription %s already; change it, or choose another name"
                            .formatted(checked));
        }
        if (rows.subscriptions(found).size() >= properties.maxSubscriptions()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the topic has %d subscriptions, as many as it may; delete one first"
                            .formatted(properties.maxSubscriptions()));
        }
        Instant now = clock.instant();
        var made =
                new Subscription(
                        SubscriptionId.random(),
                        caller.account(),
                        found.id(),
                        checked,
                        target,
                        filter(filter),
                        now,
                        now);
        if (rows.insert(made) != 1) {
            throw noQueue(target);
        }
        audit.record(
                caller,
                "topic.subscribed",
                Topics.subject(found),
                Map.of("subscription", checked, "queue", target));
        return viewed(made);
    }

    /**
     * @param filter null for every event
     */
    public SubscriptionView change(
            Caller caller, String topic, String name, @Nullable JsonNode filter) {
        Subscription after = find(caller, topic, name).with(filter(filter), clock.instant());
        rows.update(after);
        audit.record(
                caller,
                "topic.subscription-changed",
                "topic:" + topic,
                Map.of("subscription", name));
        return viewed(after);
    }

    public void unsubscribe(Caller caller, String topic, String name) {
        rows.delete(find(caller, topic, name));
        audit.record(caller, "topic.unsubscribed", "topic:" + topic, Map.of("subscription", name));
    }

    /** No ordered one: a topic has no order that it could keep. */
    private String queue(Caller caller, @Nullable String name) {
        if (name == null || !queues.exists(caller.account(), name)) {
            throw noQueue(name);
        }
        QueueView queue = queues.show(caller, name);
        if (queue.orderedByGroup()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "queue must be one without order, because a topic promises none, and %s is"
                                    .formatted(name)
                            + " ordered by group");
        }
        return queue.name();
    }

    private static @Nullable String filter(@Nullable JsonNode filter) {
        if (filter == null || filter.isNull()) {
            return null;
        }
        EventPattern.of(filter);
        return filter.toString();
    }

    private Subscription find(Caller caller, String topic, String name) {
        return rows.subscription(topics.find(caller.account(), topic), name)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "there is no such subscription of this topic"));
    }

    private SubscriptionView viewed(Subscription each) {
        String filter = each.filter();
        return new SubscriptionView(
                each.name(),
                each.queue(),
                filter == null ? null : json.readTree(filter),
                each.createdAt(),
                each.changedAt());
    }

    private static RefusedException noQueue(@Nullable String name) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "queue must be a queue of the account, was: "
                        + (name == null ? "missing" : Shown.text(name)));
    }
}

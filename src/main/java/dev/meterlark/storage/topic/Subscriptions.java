package dev.meterlark.storage.topic;

import dev.meterlark.account.Accounts;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.Page;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.Revision;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Who gets the events of a topic. */
@Service
@Transactional
public class Subscriptions {

    private static final int MOST_LISTED = 100;

    private final TopicRows rows;
    private final Topics topics;
    private final Queues queues;
    private final Subscribers subscribers;
    private final SigningKeys keys;
    private final Accounts accounts;
    private final AuditLog audit;
    private final TopicProperties properties;
    private final JsonMapper json;
    private final InstantSource clock;

    Subscriptions(
            TopicRows rows,
            Topics topics,
            Queues queues,
            Subscribers subscribers,
            SigningKeys keys,
            Accounts accounts,
            AuditLog audit,
            TopicProperties properties,
            JsonMapper json,
            InstantSource clock) {
        this.rows = rows;
        this.topics = topics;
        this.queues = queues;
        this.subscribers = subscribers;
        this.keys = keys;
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

    public SubscriptionView subscribe(Caller caller, String topic, SubscriptionWish wish) {
        accounts.lockedLimits(caller.account());
        Topic found = topics.find(caller.account(), topic);
        String kind = wish.kind();
        Target target = kind.equals(Subscribers.QUEUE) ? null : wish.target();
        String queue = target == null ? queue(caller, wish.queue()) : null;
        if (target != null) {
            subscribers.named(kind).check(caller, target);
        }
        String name = Topics.name("name", name(wish, kind, target == null ? queue : target.name()));
        requireRoom(found, name);
        Instant now = clock.instant();
        var made =
                new Subscription(
                        SubscriptionId.random(),
                        caller.account(),
                        found.id(),
                        name,
                        queue,
                        kind,
                        target,
                        filter(wish.filter()),
                        now,
                        now);
        insert(made);
        audit.record(
                caller,
                "topic.subscribed",
                Topics.subject(found),
                Map.of("subscription", name, "subscriber", made.shownTarget()));
        return viewed(made);
    }

    private static @Nullable String name(
            SubscriptionWish wish, String kind, @Nullable String target) {
        if (wish.name() != null || target == null) {
            return wish.name();
        }
        return kind.equals("webhook") ? kind : target.replace('.', '-');
    }

    private void requireRoom(Topic topic, String name) {
        if (rows.subscription(topic, name).isPresent()) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "the topic has a subscription %s already; change it, or choose another name"
                            .formatted(name));
        }
        if (rows.subscriptions(topic).size() >= properties.maxSubscriptions()) {
            throw new RefusedException(
                    ErrorCode.LIMIT_REACHED,
                    "the topic has %d subscriptions, as many as it may; delete one first"
                            .formatted(properties.maxSubscriptions()));
        }
    }

    private void insert(Subscription made) {
        Target target = made.target();
        if (target == null) {
            if (rows.insert(made) != 1) {
                throw noQueue(made.queue());
            }
            return;
        }
        rows.insertOther(made, target.text());
        if (subscribers.named(made.subscriber()).isSigned()) {
            keys.change(made, made.createdAt());
        }
    }

    /**
     * Another key for what is signed; the one before stays valid beside it for a day.
     *
     * @return {@code whsec_} and the key in base64, as Standard Webhooks has it; shown once
     */
    public String changeSecret(Caller caller, String topic, String name) {
        Subscription found = find(caller, topic, name);
        boolean signed =
                subscribers.find(found.subscriber()).filter(Subscriber::isSigned).isPresent();
        if (!signed) {
            throw new RefusedException(
                    ErrorCode.CONFLICT,
                    "only webhooks are signed, and this is a subscription of a "
                            + found.subscriber());
        }
        byte[] key = keys.change(found, clock.instant());
        audit.record(
                caller,
                "topic.subscription-secret-changed",
                "topic:" + topic,
                Map.of("subscription", name));
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    /**
     * Who of an account names somebody, for people: {@code subscription mails of topic orders}.
     *
     * @param qualifier null for whatever one
     */
    @Transactional(readOnly = true)
    public List<String> naming(
            AccountId account, String kind, String name, @Nullable String qualifier) {
        return rows.naming(account, kind).stream()
                .filter(each -> names(each.target(), name, qualifier))
                .map(each -> "subscription " + each.name())
                .toList();
    }

    private static boolean names(@Nullable Target target, String name, @Nullable String qualifier) {
        return target != null
                && target.name().equals(name)
                && (qualifier == null || target.qualifier().equals(qualifier));
    }

    /**
     * @param filter null for every event
     * @param unchangedSince its last change when it was looked at, or it is refused; null for any
     */
    public SubscriptionView change(
            Caller caller,
            String topic,
            String name,
            @Nullable JsonNode filter,
            @Nullable Instant unchangedSince) {
        accounts.lockedLimits(caller.account()); // one after the other, so that none is lost
        Subscription before = find(caller, topic, name);
        Revision.requireUnchanged("the subscription", unchangedSince, before.changedAt());
        Subscription after = before.with(filter(filter), clock.instant());
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
        return SubscriptionView.of(each, filter == null ? null : json.readTree(filter));
    }

    private static RefusedException noQueue(@Nullable String name) {
        return new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "queue must be a queue of the account, was: "
                        + (name == null ? "missing" : Shown.text(name)));
    }
}

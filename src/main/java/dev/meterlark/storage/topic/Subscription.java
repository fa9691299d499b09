package dev.meterlark.storage.topic;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * @param queue its name; null when the subscriber is another
 * @param subscriber the kind of who gets the events
 * @param target whom it names; null for a queue
 * @param filter a pattern as JSON; null for every event
 */
record Subscription(
        SubscriptionId id,
        AccountId account,
        TopicId topic,
        String name,
        @Nullable String queue,
        String subscriber,
        @Nullable Target target,
        @Nullable String filter,
        Instant createdAt,
        Instant changedAt) {

    Subscription with(@Nullable String other, Instant now) {
        return new Subscription(
                id, account, topic, name, queue, subscriber, target, other, createdAt, now);
    }

    /** For people, without what a web address may hold beyond its host. */
    String shownTarget() {
        if (target == null) {
            return "queue " + queue;
        }
        return subscriber.equals("webhook") ? "webhook " + name : subscriber + " " + target.name();
    }
}

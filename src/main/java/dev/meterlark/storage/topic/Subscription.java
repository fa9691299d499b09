package dev.meterlark.storage.topic;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * @param queue its name
 * @param filter a pattern as JSON; null for every event
 */
record Subscription(
        SubscriptionId id,
        AccountId account,
        TopicId topic,
        String name,
        String queue,
        @Nullable String filter,
        Instant createdAt,
        Instant changedAt) {

    Subscription with(@Nullable String other, Instant now) {
        return new Subscription(id, account, topic, name, queue, other, createdAt, now);
    }
}

package dev.meterlark.console.queues;

import dev.meterlark.storage.topic.SubscriptionView;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;

/**
 * Who gets a topic's events.
 *
 * @param kind {@code queue}, {@code function}, {@code pipeline} or {@code webhook}
 */
record SubscriptionLine(
        String name,
        String kind,
        String to,
        @Nullable String qualifier,
        @Nullable String filter,
        Instant createdAt) {

    static SubscriptionLine of(SubscriptionView view) {
        JsonNode filter = view.filter();
        String kind = "queue";
        String to = view.queue();
        if (view.function() != null) {
            kind = "function";
            to = view.function();
        } else if (view.pipeline() != null) {
            kind = "pipeline";
            to = view.pipeline();
        } else if (view.webhook() != null) {
            kind = "webhook";
            to = view.webhook();
        }
        return new SubscriptionLine(
                view.name(),
                kind,
                String.valueOf(to),
                view.qualifier(),
                filter == null || filter.isNull() ? null : filter.toString(),
                view.createdAt());
    }
}

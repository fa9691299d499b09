package dev.meterlark.storage.topic;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;

/**
 * @param queue who gets the events: one of these four
 * @param qualifier of a function or pipeline, when it is not {@code $LATEST}
 * @param filter null for every event
 */
public record SubscriptionView(
        String name,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String queue,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String function,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String pipeline,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String qualifier,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String webhook,
        @Nullable JsonNode filter,
        Instant createdAt,
        Instant changedAt) {

    static SubscriptionView of(Subscription each, @Nullable JsonNode filter) {
        Target target = each.target();
        String qualifier = target == null ? Target.LATEST : target.qualifier();
        return new SubscriptionView(
                each.name(),
                each.queue(),
                named(each, "function"),
                named(each, "pipeline"),
                qualifier.equals(Target.LATEST) ? null : qualifier,
                named(each, "webhook"),
                filter,
                each.createdAt(),
                each.changedAt());
    }

    private static @Nullable String named(Subscription each, String kind) {
        Target target = each.target();
        return target != null && each.subscriber().equals(kind) ? target.name() : null;
    }
}

package dev.meterlark.storage.topic;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;

/**
 * @param filter null for every event
 */
public record SubscriptionView(
        String name,
        String queue,
        @Nullable JsonNode filter,
        Instant createdAt,
        Instant changedAt) {}

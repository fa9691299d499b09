package dev.meterlark.storage.topic;

import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;

/**
 * An event that is published at this moment.
 *
 * @param topic its name
 * @param event a CloudEvent in structured form
 * @param by the call that published it; null when no function did
 */
public record TopicEvent(
        AccountId account,
        String topic,
        JsonNode event,
        @Nullable CallingInvocation by,
        Instant publishedAt) {}

package dev.meterlark.trigger;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Map;

/**
 * A trigger as its account sees it: what it was asked to be, and how it stands.
 *
 * @param function the name that it makes run; null when that is a pipeline
 * @param batchSize null for types that hand over one event at a time
 * @param batchWindow seconds
 * @param state {@code enabled}, {@code paused} or {@code stopped}
 * @param reason why it is not enabled
 * @param revision grows with each change, also of its state
 * @param status what happened so far, and what only its type can say
 * @param own members of its type
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"id", "type", "function", "pipeline", "qualifier"})
public record TriggerView(
        TriggerId id,
        String type,
        @Nullable String function,
        @Nullable String pipeline,
        String qualifier,
        @Nullable JsonNode filter,
        Reception.@Nullable Input input,
        @Nullable Integer batchSize,
        @Nullable Long batchWindow,
        boolean enabled,
        String state,
        @Nullable String reason,
        long revision,
        Instant createdAt,
        Instant changedAt,
        Map<String, Object> status,
        @JsonAnyGetter Map<String, Object> own) {}

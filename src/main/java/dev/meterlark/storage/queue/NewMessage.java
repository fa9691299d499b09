package dev.meterlark.storage.queue;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What is to be sent.
 *
 * @param attributes short texts beside the body, by name
 * @param attributeTypes what AWS calls their types, by name, of those that are no plain text
 * @param delaySeconds before it can be received; null for the queue's own delay
 * @param group messages of one come in the order in which they were sent; for ordered queues, and
 *     needed there
 * @param deduplicationId within a while, a second message with it is the first one
 */
public record NewMessage(
        String body,
        Map<String, String> attributes,
        Map<String, String> attributeTypes,
        @Nullable Integer delaySeconds,
        @Nullable String group,
        @Nullable String deduplicationId) {

    public NewMessage {
        attributes = Map.copyOf(attributes);
        attributeTypes = Map.copyOf(attributeTypes);
    }

    /** All of whose attributes are plain text. */
    public NewMessage(
            String body,
            Map<String, String> attributes,
            @Nullable Integer delaySeconds,
            @Nullable String group,
            @Nullable String deduplicationId) {
        this(body, attributes, Map.of(), delaySeconds, group, deduplicationId);
    }

    public static NewMessage of(String body) {
        return new NewMessage(body, Map.of(), null, null, null);
    }
}

package dev.meterlark.storage.queue;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A message as it lies in its queue, for whoever only looks.
 *
 * @param state {@code waiting}, {@code in-flight} or {@code delayed}
 * @param body or its beginning
 * @param cut whether there is more of the body than is shown
 * @param bytes of body and attributes
 * @param givenUpBy the queue that gave the message up, when this one got it so
 * @param receives how often it was received, as long as it is in this queue
 * @param dueAt when it can be received, or comes back when nobody settles it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LyingMessage(
        MessageId id,
        String state,
        String body,
        boolean cut,
        int bytes,
        Map<String, String> attributes,
        @Nullable String group,
        @Nullable String deduplicationId,
        @Nullable String givenUpBy,
        int receives,
        Instant sentAt,
        @Nullable Instant firstReceivedAt,
        Instant dueAt) {}

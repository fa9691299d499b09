package dev.meterlark.storage.queue;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A message in the hand of one receiver, until it is settled or its time is over.
 *
 * @param receipt settles it
 * @param receives how often it was received, with this time
 * @param hiddenUntil when it comes back, if nobody settles it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReceivedMessage(
        MessageId id,
        String receipt,
        String body,
        Map<String, String> attributes,
        @Nullable String group,
        Instant sentAt,
        Instant firstReceivedAt,
        int receives,
        Instant hiddenUntil) {}

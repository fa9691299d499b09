package dev.meterlark.storage.queue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;

import dev.meterlark.edge.CallingInvocation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * A message in the hand of one receiver, until it is settled or its time is over.
 *
 * @param receipt settles it
 * @param attributeTypes what AWS calls their types, of those attributes that are no plain text
 * @param sequence of an ordered queue: what was sent later has a higher one
 * @param givenUpBy the queue that gave the message up, when this one got it so
 * @param receives how often it was received, with this time
 * @param hiddenUntil when it comes back, if nobody settles it
 * @param sentBy the call that sent it, for us alone; null when none did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReceivedMessage(
        MessageId id,
        String receipt,
        String body,
        Map<String, String> attributes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> attributeTypes,
        @Nullable String group,
        @Nullable String deduplicationId,
        @Nullable Long sequence,
        @Nullable String givenUpBy,
        Instant sentAt,
        Instant firstReceivedAt,
        int receives,
        Instant hiddenUntil,
        @JsonIgnore @Nullable CallingInvocation sentBy) {}

package dev.meterlark.storage.queue;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

/**
 * @param duplicate nothing was sent: a message with this deduplication id was before, and has this
 *     id
 * @param sequence of an ordered queue: what is sent later has a higher one; null when the message
 *     is gone that it is a duplicate of
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sent(MessageId id, boolean duplicate, @Nullable Long sequence) {

    Sent at(@Nullable Long position) {
        return new Sent(id, duplicate, position);
    }
}

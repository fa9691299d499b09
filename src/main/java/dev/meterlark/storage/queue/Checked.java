package dev.meterlark.storage.queue;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A message that may be sent as it is.
 *
 * @param attributes as JSON; null when there are none
 * @param attributeTypes as JSON; null when all of them are plain text
 */
record Checked(
        MessageId id,
        byte[] body,
        @Nullable String attributes,
        @Nullable String attributeTypes,
        int bytes,
        Instant dueAt,
        @Nullable String group,
        @Nullable String deduplicationId) {}

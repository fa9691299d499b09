package dev.meterlark.storage.queue;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A message that may be sent as it is.
 *
 * @param attributes as JSON; null when there are none
 */
record Checked(
        MessageId id,
        byte[] body,
        @Nullable String attributes,
        int bytes,
        Instant dueAt,
        @Nullable String group,
        @Nullable String deduplicationId) {}

package dev.meterlark.storage.queue;

/**
 * @param duplicate nothing was sent: a message with this deduplication id was before, and has this
 *     id
 */
public record Sent(MessageId id, boolean duplicate) {}

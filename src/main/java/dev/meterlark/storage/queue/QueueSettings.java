package dev.meterlark.storage.queue;

import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a queue; what is null is as usual at first, and stays as it is later. All times
 * are whole seconds.
 *
 * @param visibilityTimeout how long a received message is hidden from other receivers
 * @param retention how long a message is kept that nobody takes
 * @param delay how long a message waits before it can be received
 * @param maxReceives how often a message is received before it is given up; 0 for no bound
 * @param deadLetterQueue the queue of the account where messages go that are given up; empty for
 *     none
 * @param orderedByGroup whether messages of one group come in order; decided once
 * @param receiveWait how long receivers wait that say nothing of it
 * @param maxMessageSize bytes of the largest message, body and attributes together
 * @param deduplicatesByContent whether a message of an ordered queue without a deduplication id has
 *     the hash of its body as one
 */
public record QueueSettings(
        @Nullable Integer visibilityTimeout,
        @Nullable Integer retention,
        @Nullable Integer delay,
        @Nullable Integer maxReceives,
        @Nullable String deadLetterQueue,
        @Nullable Boolean orderedByGroup,
        @Nullable Integer receiveWait,
        @Nullable Integer maxMessageSize,
        @Nullable Boolean deduplicatesByContent) {

    /** Nothing but what is usual. */
    public static final QueueSettings USUAL =
            new QueueSettings(null, null, null, null, null, null, null, null, null);
}

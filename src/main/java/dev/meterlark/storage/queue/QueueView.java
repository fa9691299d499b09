package dev.meterlark.storage.queue;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A queue for people and programs; times in whole seconds.
 *
 * @param messages how many there are; absent in lists
 */
public record QueueView(
        String name,
        long visibilityTimeout,
        long retention,
        long delay,
        int maxReceives,
        @Nullable String deadLetterQueue,
        boolean orderedByGroup,
        long receiveWait,
        int maxMessageSize,
        boolean deduplicatesByContent,
        Instant createdAt,
        Instant changedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable QueueCounts messages) {

    static QueueView of(Queue queue, @Nullable String deadLetters, @Nullable QueueCounts counts) {
        QueueTerms terms = queue.terms();
        return new QueueView(
                queue.name(),
                terms.visibilityTimeout().toSeconds(),
                terms.retention().toSeconds(),
                terms.delay().toSeconds(),
                terms.maxReceives(),
                deadLetters,
                queue.ordered(),
                terms.receiveWait().toSeconds(),
                terms.maxMessageBytes(),
                terms.deduplicatesByContent(),
                queue.createdAt(),
                queue.changedAt(),
                counts);
    }
}

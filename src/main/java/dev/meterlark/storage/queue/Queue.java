package dev.meterlark.storage.queue;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A queue as it stands. */
record Queue(
        QueueId id,
        AccountId account,
        String name,
        QueueTerms terms,
        @Nullable QueueId deadLetterQueue,
        boolean ordered,
        Instant createdAt,
        Instant changedAt) {

    /** Messages sent, or moved here, before this instant are not kept any more. */
    Instant keptFrom(Instant now) {
        return now.minus(terms.retention());
    }

    boolean givesUp(int receives) {
        return deadLetterQueue != null
                && terms.maxReceives() > 0
                && receives >= terms.maxReceives();
    }

    Queue with(QueueTerms other, @Nullable QueueId deadLetters, Instant now) {
        return new Queue(id, account, name, other, deadLetters, ordered, createdAt, now);
    }
}

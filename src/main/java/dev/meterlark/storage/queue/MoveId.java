package dev.meterlark.storage.queue;

import java.util.UUID;

/** A move of messages out of a dead-letter queue. */
public record MoveId(UUID value) {

    static MoveId random() {
        return new MoveId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

package dev.meterlark.storage.topic;

import java.util.UUID;

/** The id of an event that came without one. */
record EventId(UUID value) {

    static EventId random() {
        return new EventId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

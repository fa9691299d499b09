package dev.meterlark.trigger.kafka;

import java.util.UUID;

/** A connection, by a random id; its name may come again. */
record ConnectionId(UUID value) {

    static ConnectionId random() {
        return new ConnectionId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

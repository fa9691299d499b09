package dev.meterlark.storage.queue;

import java.util.UUID;

/** A queue, by a random id: one made later under the same name has nothing of it. */
record QueueId(UUID value) {

    static QueueId random() {
        return new QueueId(UUID.randomUUID());
    }
}

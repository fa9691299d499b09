package dev.meterlark.storage.topic;

import java.util.UUID;

/** A topic, by a random id. */
record TopicId(UUID value) {

    static TopicId random() {
        return new TopicId(UUID.randomUUID());
    }
}

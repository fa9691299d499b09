package dev.meterlark.storage.topic;

import java.time.Instant;

public record TopicView(String name, Instant createdAt) {

    static TopicView of(Topic topic) {
        return new TopicView(topic.name(), topic.createdAt());
    }
}

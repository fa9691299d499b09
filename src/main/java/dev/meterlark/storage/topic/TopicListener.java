package dev.meterlark.storage.topic;

import java.util.List;

/**
 * Told of the events that are published, inside the transaction that keeps them: what it writes is
 * there exactly when they are. Must not block on anything but the database.
 */
public interface TopicListener {

    /**
     * @param events at least one, all of one topic
     * @return how many get them because of that
     */
    int published(List<TopicEvent> events);
}

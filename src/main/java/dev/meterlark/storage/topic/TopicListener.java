package dev.meterlark.storage.topic;

/**
 * Told of each event that is published, inside the transaction that keeps it: what it writes is
 * there exactly when the event is. Must not block on anything but the database.
 */
public interface TopicListener {

    /**
     * @return how many get the event because of that
     */
    int published(TopicEvent event);
}

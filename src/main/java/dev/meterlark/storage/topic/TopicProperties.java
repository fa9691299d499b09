package dev.meterlark.storage.topic;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxTopics topics of one account
 * @param maxSubscriptions subscriptions of one topic
 * @param maxEventSize the largest event, as JSON
 */
@ConfigurationProperties("meterlark.storage.topics")
record TopicProperties(
        @DefaultValue("1000") int maxTopics,
        @DefaultValue("50") int maxSubscriptions,
        @DefaultValue("256KB") DataSize maxEventSize) {

    /** It becomes a message of a queue. */
    private static final DataSize LARGEST_EVENT = DataSize.ofMegabytes(1);

    /** An event is written once for each of them, in one transaction. */
    private static final int MOST_SUBSCRIPTIONS = 1_000;

    TopicProperties {
        if (maxTopics < 1) {
            throw refused("max-topics", "be at least 1", maxTopics);
        }
        if (maxSubscriptions < 1 || maxSubscriptions > MOST_SUBSCRIPTIONS) {
            throw refused("max-subscriptions", "be 1 to " + MOST_SUBSCRIPTIONS, maxSubscriptions);
        }
        if (maxEventSize.toBytes() < 1 || maxEventSize.compareTo(LARGEST_EVENT) > 0) {
            throw refused("max-event-size", "be between 1B and 1MB", maxEventSize);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.storage.topics.%s must %s, was: %s".formatted(key, rule, value));
    }
}

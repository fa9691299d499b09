package dev.meterlark.storage.topic;

import java.util.UUID;

/** A subscription, by a random id. */
record SubscriptionId(UUID value) {

    static SubscriptionId random() {
        return new SubscriptionId(UUID.randomUUID());
    }
}

package dev.meterlark.storage.topic;

import java.util.UUID;

/** One event on its way to one subscription; the same over all attempts. */
record DeliveryId(UUID value) {

    static DeliveryId random() {
        return new DeliveryId(UUID.randomUUID());
    }
}

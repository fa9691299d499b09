package dev.meterlark.trigger;

import java.util.UUID;

/** One event on its way to one trigger; the same over all attempts. */
record PushedEventId(UUID value) {

    static PushedEventId random() {
        return new PushedEventId(UUID.randomUUID());
    }
}

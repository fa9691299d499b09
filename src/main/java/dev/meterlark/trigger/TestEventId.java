package dev.meterlark.trigger;

import java.util.UUID;

/** One event that was sent to try a trigger. */
record TestEventId(UUID value) {

    static TestEventId random() {
        return new TestEventId(UUID.randomUUID());
    }
}

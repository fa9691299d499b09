package dev.meterlark.trigger.database;

import java.util.UUID;

/** One run for a trigger, by a name that nobody else can guess. */
record RunId(UUID value) {

    static RunId random() {
        return new RunId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

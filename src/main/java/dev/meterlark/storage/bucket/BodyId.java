package dev.meterlark.storage.bucket;

import java.util.UUID;

/** The bytes of one writing of an object, by a random id; they never change. */
record BodyId(UUID value) {

    static BodyId random() {
        return new BodyId(UUID.randomUUID());
    }

    static BodyId parse(String text) {
        return new BodyId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

package dev.meterlark.invocation.deadletter;

import java.util.UUID;

/** A replay of many dead letters, by a random id. */
public record ReplayId(UUID value) {

    static ReplayId random() {
        return new ReplayId(UUID.randomUUID());
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static ReplayId parse(String text) {
        return new ReplayId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

package dev.meterlark.edge;

import java.util.UUID;

/** A session as it is written down, by a random id that is worth nothing to whoever reads it. */
public record SessionId(UUID value) {

    public static SessionId random() {
        return new SessionId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

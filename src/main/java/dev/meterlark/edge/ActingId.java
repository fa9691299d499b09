package dev.meterlark.edge;

import java.util.Optional;
import java.util.UUID;

/** One stay of the operator in somebody else's account. It is no secret. */
public record ActingId(UUID value) {

    public static ActingId random() {
        return new ActingId(UUID.randomUUID());
    }

    /** Empty for a text that is no id. */
    public static Optional<ActingId> parse(String text) {
        try {
            return Optional.of(new ActingId(UUID.fromString(text)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

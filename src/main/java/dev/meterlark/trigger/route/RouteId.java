package dev.meterlark.trigger.route;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Optional;
import java.util.UUID;

/** A route, by a random id. */
public record RouteId(UUID value) {

    static RouteId random() {
        return new RouteId(UUID.randomUUID());
    }

    /** Empty when it is none. */
    static Optional<RouteId> parse(String text) {
        try {
            return text.length() == 36
                    ? Optional.of(new RouteId(UUID.fromString(text)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}

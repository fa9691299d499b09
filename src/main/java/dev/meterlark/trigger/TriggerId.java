package dev.meterlark.trigger;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Optional;
import java.util.UUID;

/** A trigger, by a random id. */
public record TriggerId(UUID value) {

    static TriggerId random() {
        return new TriggerId(UUID.randomUUID());
    }

    /** Empty when it is none. */
    static Optional<TriggerId> parse(String text) {
        try {
            return text.length() == 36
                    ? Optional.of(new TriggerId(UUID.fromString(text)))
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

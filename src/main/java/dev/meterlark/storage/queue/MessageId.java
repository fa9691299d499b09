package dev.meterlark.storage.queue;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Optional;
import java.util.UUID;

/** A message, by a random id; it stays the same however often it is received. */
public record MessageId(UUID value) {

    static MessageId random() {
        return new MessageId(UUID.randomUUID());
    }

    /** Empty when it is none. */
    static Optional<MessageId> parse(String text) {
        try {
            return text.length() == 36
                    ? Optional.of(new MessageId(UUID.fromString(text)))
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

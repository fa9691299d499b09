package dev.meterlark.storage.queue;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.UUID;

/** A message, by a random id; it stays the same however often it is received. */
public record MessageId(UUID value) {

    static MessageId random() {
        return new MessageId(UUID.randomUUID());
    }

    @JsonValue
    @Override
    public String toString() {
        return value.toString();
    }
}

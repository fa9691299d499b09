package dev.meterlark.shared;

import jakarta.persistence.Embeddable;

import java.util.UUID;

/** A function, by a random id. */
@Embeddable
public record FunctionId(UUID value) {

    public static FunctionId random() {
        return new FunctionId(UUID.randomUUID());
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static FunctionId parse(String text) {
        return new FunctionId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

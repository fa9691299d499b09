package dev.meterlark.shared;

import jakarta.persistence.Embeddable;

import java.util.UUID;

/** A person's sign-in, apart from membership in accounts, by a random id. */
@Embeddable
public record PersonId(UUID value) {

    public static PersonId random() {
        return new PersonId(UUID.randomUUID());
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static PersonId parse(String text) {
        return new PersonId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

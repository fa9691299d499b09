package dev.meterlark.shared;

import jakarta.persistence.Embeddable;

import java.util.UUID;

/** A tenant, by a random id. */
@Embeddable
public record AccountId(UUID value) {

    public static AccountId random() {
        return new AccountId(UUID.randomUUID());
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    public static AccountId parse(String text) {
        return new AccountId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

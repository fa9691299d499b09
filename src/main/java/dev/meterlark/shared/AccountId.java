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

    /**
     * As a request names it.
     *
     * @throws RefusedException when no account can be called so
     */
    public static AccountId named(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "there is no such account");
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

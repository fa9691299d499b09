package dev.meterlark.billing.plan;

import java.util.UUID;

/** A credit of an account. */
public record CreditId(UUID value) {

    static CreditId random() {
        return new CreditId(UUID.randomUUID());
    }

    /**
     * @throws IllegalArgumentException when the text is no UUID
     */
    static CreditId parse(String text) {
        return new CreditId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

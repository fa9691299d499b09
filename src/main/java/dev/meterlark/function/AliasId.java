package dev.meterlark.function;

import jakarta.persistence.Embeddable;

import java.util.UUID;

/** An alias, by a random id. */
@Embeddable
record AliasId(UUID value) {

    static AliasId random() {
        return new AliasId(UUID.randomUUID());
    }
}

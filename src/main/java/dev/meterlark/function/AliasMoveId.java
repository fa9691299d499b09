package dev.meterlark.function;

import jakarta.persistence.Embeddable;

import java.util.UUID;

/** One move of an alias. */
@Embeddable
record AliasMoveId(UUID value) {

    static AliasMoveId random() {
        return new AliasMoveId(UUID.randomUUID());
    }
}

package dev.meterlark.account;

import jakarta.persistence.Embeddable;

import java.util.UUID;

/** The key of a row that nobody outside refers to. */
@Embeddable
record RowId(UUID value) {

    static RowId random() {
        return new RowId(UUID.randomUUID());
    }
}

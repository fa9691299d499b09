package dev.meterlark.function;

import jakarta.persistence.Embeddable;

import java.util.UUID;

/** A published version's row. */
@Embeddable
record VersionId(UUID value) {

    static VersionId random() {
        return new VersionId(UUID.randomUUID());
    }
}

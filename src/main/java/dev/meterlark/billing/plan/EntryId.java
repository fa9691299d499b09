package dev.meterlark.billing.plan;

import java.util.UUID;

/** An entry in the book of a credit. */
record EntryId(UUID value) {

    static EntryId random() {
        return new EntryId(UUID.randomUUID());
    }
}

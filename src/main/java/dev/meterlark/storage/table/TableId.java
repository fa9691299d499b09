package dev.meterlark.storage.table;

import java.util.UUID;

/** A table, by a random id. */
public record TableId(UUID value) {

    static TableId random() {
        return new TableId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

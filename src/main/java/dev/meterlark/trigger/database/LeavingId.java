package dev.meterlark.trigger.database;

import java.util.UUID;

/** That a trigger's database is to be left, once for each time that it is. */
record LeavingId(UUID value) {

    static LeavingId random() {
        return new LeavingId(UUID.randomUUID());
    }
}

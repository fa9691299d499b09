package dev.meterlark.billing.budget;

import java.util.UUID;

/** A node's folder of data, or one run of a process on it. */
record RunId(UUID value) {

    static RunId random() {
        return new RunId(UUID.randomUUID());
    }
}

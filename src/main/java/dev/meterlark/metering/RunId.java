package dev.meterlark.metering;

import java.util.UUID;

/** Who writes counts: one run of a node, or a stretch of it. */
record RunId(UUID value) {

    static RunId random() {
        return new RunId(UUID.randomUUID());
    }
}

package dev.meterlark.nodes;

import java.util.UUID;

/** One life of one node. */
record NodeRunId(UUID id) {

    static NodeRunId random() {
        return new NodeRunId(UUID.randomUUID());
    }
}

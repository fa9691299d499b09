package dev.meterlark.invocation.queue;

import java.util.UUID;

/** One life of one node. */
record NodeRunId(UUID value) {

    static NodeRunId random() {
        return new NodeRunId(UUID.randomUUID());
    }
}

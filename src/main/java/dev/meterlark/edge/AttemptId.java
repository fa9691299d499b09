package dev.meterlark.edge;

import java.util.UUID;

/** One try to run a request under an idempotency key. */
record AttemptId(UUID value) {

    static AttemptId random() {
        return new AttemptId(UUID.randomUUID());
    }
}

package dev.meterlark.worker.pool;

import dev.meterlark.worker.SandboxSpec;

import java.util.concurrent.CompletableFuture;

/**
 * A call that waits for a sandbox, and the promise of one.
 *
 * @param reuseOnly whether it waits only for a sandbox of its kind that is about to be free
 */
record Waiting(SandboxSpec spec, boolean reuseOnly, CompletableFuture<Place> place) {

    Waiting(SandboxSpec spec, boolean reuseOnly) {
        this(spec, reuseOnly, new CompletableFuture<>());
    }
}

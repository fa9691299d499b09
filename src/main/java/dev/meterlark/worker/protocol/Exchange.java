package dev.meterlark.worker.protocol;

import java.util.concurrent.CompletableFuture;

/**
 * What comes back for one event. Whoever cancels the reply has given the event up: its answer is
 * refused like that of an unknown one.
 *
 * @param asked completes when the runtime, after its reply, asks for another event: only then has
 *     it finished with this one
 */
public record Exchange(CompletableFuture<Reply> reply, CompletableFuture<Void> asked) {}

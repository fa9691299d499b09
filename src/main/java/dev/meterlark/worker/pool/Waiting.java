package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/** A call that waits for a sandbox, and the promise of one. The pool's lock guards its fields. */
final class Waiting {

    final Kind kind;
    final int memoryMiB;
    final int slots;
    final CompletableFuture<Place> place = new CompletableFuture<>();

    /** Whether it waits only for a sandbox of its kind that is about to be free. */
    boolean reuseOnly;

    /** The sandbox about to start that has a slot for it. */
    @Nullable Member promised;

    Waiting(Kind kind, int memoryMiB, int slots) {
        this.kind = kind;
        this.memoryMiB = memoryMiB;
        this.slots = slots;
    }

    AccountId account() {
        return kind.account();
    }

    boolean waitsForStart() {
        return promised != null && promised.slots().isStarting();
    }

    void isPromisedNoMore() {
        if (promised != null) {
            promised.slots().promiseNoMore();
        }
        promised = null;
    }
}

package dev.meterlark.worker.pool;

import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.Ending;

import java.util.concurrent.CompletableFuture;

/** A call that waits for a sandbox, and the promise of one. The pool's lock guards its fields. */
final class Waiting {

    final Kind kind;
    final int memoryMiB;
    final CompletableFuture<Place> place = new CompletableFuture<>();

    /** Whether it waits only for a sandbox of its kind that is about to be free. */
    boolean reuseOnly;

    Waiting(Kind kind, int memoryMiB) {
        this.kind = kind;
        this.memoryMiB = memoryMiB;
    }

    AccountId account() {
        return kind.account();
    }

    void refuse(String reason) {
        place.complete(new Place.None(new Ending.NoneFree(reason)));
    }
}

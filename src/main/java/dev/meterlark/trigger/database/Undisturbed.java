package dev.meterlark.trigger.database;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Asks the platform's own database on threads that nobody interrupts. The engine ends its threads
 * by interrupting them, and H2 closes its file, and so the whole database, under a thread that is
 * interrupted while it reads or writes.
 */
final class Undisturbed {

    private Undisturbed() {}

    /** Waits for as long as it takes, which the database's own limits bound. */
    static <T> T call(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.startVirtualThread(
                () -> {
                    try {
                        done.complete(work.get());
                    } catch (RuntimeException | Error e) {
                        done.completeExceptionally(e);
                    }
                });
        try {
            return done.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException known -> throw known;
                case Error error -> throw error;
                case null, default -> throw e;
            }
        }
    }

    static void run(Runnable work) {
        Undisturbed.<Boolean>call(
                () -> {
                    work.run();
                    return true;
                });
    }
}

package dev.meterlark.wasmhost;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks for one event after the other, each for a new instance, until the platform hangs up. */
final class Worker {

    private final String runtimeApi;
    private final Reports reports;
    private final CompletableFuture<Assignment> assigned = new CompletableFuture<>();
    private @Nullable RuntimeClient client;
    private boolean hungUp;

    private record Assignment(SlotOrder order, CompletableFuture<GuestModule> loading) {}

    Worker(String runtimeApi, Reports reports) {
        this.runtimeApi = runtimeApi;
        this.reports = reports;
    }

    void assign(SlotOrder order, CompletableFuture<GuestModule> loading) {
        assigned.complete(new Assignment(order, loading));
    }

    void run() {
        try (RuntimeClient api = connect()) {
            Assignment assignment = assigned.get();
            GuestModule module = loaded(api, assignment);
            if (module != null) {
                serve(api, new GuestCalls(assignment.order, module, reports));
            }
        } catch (IOException | InterruptedException | ExecutionException e) {
            // The platform has hung up, or wants this to end: there is nobody to tell.
        }
    }

    private synchronized RuntimeClient connect() throws IOException {
        if (hungUp) {
            throw new IOException("too late");
        }
        RuntimeClient made = RuntimeClient.connect(runtimeApi);
        client = made;
        return made;
    }

    /** A socket's reader is not interrupted by anything else. */
    synchronized void hangUp() {
        hungUp = true;
        if (client != null) {
            try {
                client.close();
            } catch (IOException e) {
                // Then it is closed already.
            }
        }
    }

    private static @Nullable GuestModule loaded(RuntimeClient api, Assignment assignment)
            throws IOException, InterruptedException {
        String type = "Runtime.InvalidModule";
        try {
            GuestModule module = assignment.loading.get();
            int most = assignment.order.bounds().pages();
            if (module.firstPages() <= most) {
                return module;
            }
            api.failInit(
                    new Outcome.Failed(
                            "Runtime.OutOfMemory",
                            "the module has %d KiB of memory from the start, and the function may have %d KiB"
                                    .formatted(module.firstPages() * 64L, most * 64L)));
        } catch (ExecutionException e) {
            api.failInit(
                    new Outcome.Failed(type, "the module cannot be loaded: " + e.getMessage()));
        }
        return null;
    }

    private static void serve(RuntimeClient api, GuestCalls calls) throws IOException {
        for (Event event = api.next(); event != null; ) {
            String id = event.requestId();
            event =
                    switch (calls.run(event)) {
                        case Outcome.Answered answer -> api.answerAndNext(id, answer);
                        case Outcome.Failed failure -> api.failAndNext(id, failure);
                        case Outcome.Stopped _ -> null;
                    };
        }
    }
}

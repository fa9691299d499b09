package dev.meterlark.wasmhost;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks for one event after the other, each for a new instance, until the platform hangs up. */
final class Worker {

    private final SlotOrder order;
    private final CompletableFuture<GuestModule> loading;
    private final String host;
    private final Reports reports;
    private @Nullable RuntimeClient client;
    private boolean hungUp;

    Worker(SlotOrder order, CompletableFuture<GuestModule> loading, String host, Reports reports) {
        this.order = order;
        this.loading = loading;
        this.host = host;
        this.reports = reports;
    }

    void run() {
        try (RuntimeClient api = connect()) {
            GuestModule module = loaded(api);
            if (module != null) {
                serve(api, new GuestCalls(order, module, reports));
            }
        } catch (IOException | InterruptedException e) {
            // The platform has hung up, or wants this to end: there is nobody to tell.
        }
    }

    private synchronized RuntimeClient connect() throws IOException {
        if (hungUp) {
            throw new IOException("too late");
        }
        RuntimeClient made = RuntimeClient.connect(host + ":" + order.port());
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

    private @Nullable GuestModule loaded(RuntimeClient api)
            throws IOException, InterruptedException {
        String type = "Runtime.InvalidModule";
        try {
            GuestModule module = loading.get();
            int most = order.bounds().pages();
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

package dev.meterlark.worker.sandbox;

import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.relay.Relay;
import dev.meterlark.worker.relay.Relays;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.function.Supplier;

/**
 * The platform's door in one sandbox: nobody answers there until it is known for which function the
 * sandbox speaks, and for no other from then on. Guarded by its monitor.
 */
final class DoorInside implements AutoCloseable {

    private final ServerSocketChannel listener;
    private @Nullable Relay relay;

    DoorInside(ServerSocketChannel listener) {
        this.listener = listener;
    }

    synchronized void serve(Relays relays, SandboxSpec spec, Supplier<List<RunRequest>> calls) {
        if (relay != null) {
            throw new IllegalStateException("a sandbox speaks for one function, and once");
        }
        if (listener.isOpen()) {
            relay = relays.open(listener, spec.account(), spec.function(), calls);
        }
    }

    synchronized void pause() {
        if (relay != null) {
            relay.pause();
        }
    }

    synchronized void resume() {
        if (relay != null) {
            relay.resume();
        }
    }

    /** Clients are refused from here on. */
    @Override
    public synchronized void close() {
        if (relay != null) {
            relay.close();
            return;
        }
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a listener nobody serves did not close", e);
        }
    }
}

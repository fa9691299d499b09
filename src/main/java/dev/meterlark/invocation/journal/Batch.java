package dev.meterlark.invocation.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Payloads that become durable together, and the promises that they do. Filled under the appender's
 * monitor until it is taken; from then on it belongs to the appender's thread.
 */
final class Batch {

    private record Entry(byte[] payload, CompletableFuture<Void> durable) {}

    private final List<Entry> entries = new ArrayList<>();
    private int bytes;

    CompletableFuture<Void> add(byte[] payload) {
        var durable = new CompletableFuture<Void>();
        entries.add(new Entry(payload, durable));
        bytes += Frames.size(payload);
        return durable;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    ByteBuffer encoded(long salt) {
        ByteBuffer frames = ByteBuffer.allocate(bytes);
        entries.forEach(entry -> Frames.write(entry.payload, salt, frames));
        return frames.flip();
    }

    /** Keeps every promise, or breaks each for the same reason. */
    void settle(@Nullable Throwable failure) {
        if (failure == null) {
            entries.forEach(entry -> entry.durable.complete(null));
        } else {
            var reason = new IOException("the journal could not be written", failure);
            entries.forEach(entry -> entry.durable.completeExceptionally(reason));
        }
    }
}

package dev.meterlark.invocation.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Payloads that become durable together. Filled under the appender's monitor until it is taken;
 * from then on its outcome is set once, by the appender's thread, before the latch opens.
 */
final class Batch {

    private final List<byte[]> payloads = new ArrayList<>();
    private final CountDownLatch settled = new CountDownLatch(1);
    private int bytes;
    private @Nullable Throwable failure;

    void add(byte[] payload) {
        payloads.add(payload);
        bytes += Frames.size(payload);
    }

    boolean isEmpty() {
        return payloads.isEmpty();
    }

    ByteBuffer encoded(long salt) {
        ByteBuffer frames = ByteBuffer.allocate(bytes);
        payloads.forEach(payload -> Frames.write(payload, salt, frames));
        return frames.flip();
    }

    void settle(@Nullable Throwable failure) {
        this.failure = failure;
        settled.countDown();
    }

    /**
     * Returns when every payload is durable. An interrupt does not cut it short: the caller must
     * learn whether its record is kept.
     */
    void await() throws IOException {
        boolean interrupted = false;
        while (true) {
            try {
                settled.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw new IOException("the journal could not be written", failure);
        }
    }
}

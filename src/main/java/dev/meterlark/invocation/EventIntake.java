package dev.meterlark.invocation;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.stereotype.Component;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads the bytes of events. All that are in hand together stay within a bound, because a slow
 * sender holds what it has sent. The counter is only raised when the sum stays within the bound.
 */
@Component
public class EventIntake {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final int PIECE = 64 * 1024;

    /** What is still read of a body that is too large, so that its sender reads the refusal. */
    private static final long DRAINED = 32L << 20;

    private final int maxEventBytes;
    private final long maxBytes;
    private final AtomicLong held = new AtomicLong();

    EventIntake(InvocationProperties properties) {
        this.maxEventBytes = (int) properties.maxEventSize().toBytes();
        this.maxBytes = properties.maxEventMemory().toBytes();
    }

    /** An event's bytes; closed when the call has ended. */
    public final class Taken implements AutoCloseable {

        private byte[] payload = {};
        private long reserved;

        private Taken() {}

        public byte[] payload() {
            return payload;
        }

        @Override
        public void close() {
            held.addAndGet(-reserved);
            reserved = 0;
        }

        /**
         * Makes room for so many bytes in all.
         *
         * @throws RefusedException when there is none
         */
        public void reserve(long bytes) {
            long more = bytes - reserved;
            if (more <= 0) {
                return;
            }
            if (held.addAndGet(more) > maxBytes) {
                held.addAndGet(-more);
                throw new RefusedException(
                        ErrorCode.PLATFORM_BUSY,
                        "this node holds as many bytes of events as it may; try again",
                        SOON);
            }
            reserved = bytes;
        }
    }

    /** For whoever gets the bytes as they arrive, and reserves room for them before. */
    public Taken open() {
        return new Taken();
    }

    /** Of the largest event. */
    public int maxEventBytes() {
        return maxEventBytes;
    }

    /**
     * Reads a body to its end, but never more than one byte beyond the largest event: whether that
     * is too much is for the admission to say, after it knows the function.
     *
     * @param declared length as the sender says, or -1
     * @throws IOException when the sender went away
     */
    public Taken take(InputStream body, long declared) throws IOException {
        Taken taken = new Taken();
        try {
            taken.payload = read(body, declared, taken);
            return taken;
        } catch (IOException | RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    private byte[] read(InputStream body, long declared, Taken taken) throws IOException {
        int most = maxEventBytes + 1;
        if (declared >= 0 && declared < most) {
            taken.reserve(declared);
            return body.readNBytes((int) declared);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(PIECE);
        while (bytes.size() < most) {
            taken.reserve(bytes.size() + (long) PIECE);
            byte[] piece = body.readNBytes(Math.min(PIECE, most - bytes.size()));
            if (piece.length == 0) {
                return bytes.toByteArray();
            }
            bytes.write(piece);
        }
        drain(body);
        return bytes.toByteArray();
    }

    private static void drain(InputStream body) throws IOException {
        byte[] piece = new byte[PIECE];
        long drained = 0;
        for (int n = body.read(piece); n > 0 && drained < DRAINED; n = body.read(piece)) {
            drained += n;
        }
    }
}

package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Bodies that are held whole, because a signature covers them: bounded, alone and together. */
@Component
class HeldBodies {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final AwsProperties properties;
    private final AtomicLong held = new AtomicLong();

    HeldBodies(AwsProperties properties) {
        this.properties = properties;
    }

    /** One body, and its part of the bound until it is closed, once. */
    final class Held implements AutoCloseable {

        private final byte[] bytes;
        private final long reserved;

        private Held(byte[] bytes, long reserved) {
            this.bytes = bytes;
            this.reserved = reserved;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        public void close() {
            held.addAndGet(-reserved);
        }
    }

    /**
     * @throws RefusedException when it is too large, or there is no room for it now
     */
    Held take(HttpServletRequest request) throws IOException {
        long reserved = reserve(request);
        boolean taken = false;
        try {
            Held body = new Held(read(request), reserved);
            taken = true;
            return body;
        } finally {
            if (!taken) {
                held.addAndGet(-reserved);
            }
        }
    }

    private long reserve(HttpServletRequest request) {
        long most = properties.largestBody().toBytes();
        long declared = request.getContentLengthLong();
        if (declared > most) {
            throw tooLarge();
        }
        long wanted = declared < 0 ? most : declared;
        if (held.addAndGet(wanted) > properties.bodyMemory().toBytes()) {
            held.addAndGet(-wanted);
            throw new RefusedException(
                    ErrorCode.PLATFORM_BUSY,
                    "this node holds as many bytes of signed requests as it may; try again",
                    SOON);
        }
        return wanted;
    }

    private byte[] read(HttpServletRequest request) throws IOException {
        int most = Math.toIntExact(properties.largestBody().toBytes());
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(most);
            if (body.length == most && in.read() >= 0) {
                throw tooLarge();
            }
            return body;
        }
    }

    private RefusedException tooLarge() {
        return new RefusedException(
                ErrorCode.REQUEST_TOO_LARGE,
                "Request must be smaller than %d bytes"
                        .formatted(properties.largestBody().toBytes()));
    }
}

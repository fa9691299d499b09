package dev.meterlark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.Vault;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Seals by flipping every bit, remembers the context's hash, counts how often it was opened. */
public final class FakeVault implements Vault {

    private final AtomicInteger opened = new AtomicInteger();

    public int opened() {
        return opened.get();
    }

    @Override
    public byte[] seal(byte[] secret, String context) {
        return ByteBuffer.allocate(4 + secret.length)
                .putInt(Arrays.hashCode(context.getBytes(UTF_8)))
                .put(flipped(secret))
                .array();
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
        opened.incrementAndGet();
        ByteBuffer all = ByteBuffer.wrap(sealed);
        if (all.getInt() != Arrays.hashCode(context.getBytes(UTF_8))) {
            throw new IllegalStateException("sealed for another context than " + context);
        }
        byte[] secret = new byte[all.remaining()];
        all.get(secret);
        return flipped(secret);
    }

    private static byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        for (int i = 0; i < flipped.length; i++) {
            flipped[i] = (byte) ~flipped[i];
        }
        return flipped;
    }
}

package dev.meterlark.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.platform.Vault;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Seals by flipping every bit, and remembers the context's hash. */
class FakeVault implements Vault {

    @Override
    public byte[] seal(byte[] secret, String context) {
        return ByteBuffer.allocate(4 + secret.length)
                .putInt(Arrays.hashCode(context.getBytes(UTF_8)))
                .put(flipped(secret))
                .array();
    }

    @Override
    public byte[] open(byte[] sealed, String context) {
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

package dev.meterlark.storage.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.KeyBytes;

import java.util.Arrays;

/** The key of an object: any text of 1 to 1024 bytes, ordered by its bytes. */
record ObjectKey(byte[] bytes) {

    private static final int LONGEST = 1_024;

    static ObjectKey parse(String text) {
        byte[] bytes = KeyBytes.of("a key", text);
        if (bytes.length == 0 || bytes.length > LONGEST) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the key of an object must have 1 to %d bytes as UTF-8, and has %d"
                            .formatted(LONGEST, bytes.length));
        }
        return new ObjectKey(bytes);
    }

    /** The beginning of keys; may be empty. */
    static byte[] prefix(String text) {
        byte[] bytes = KeyBytes.of("a key", text);
        if (bytes.length > LONGEST) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "prefix and delimiter may have %d bytes as UTF-8, and have %d"
                            .formatted(LONGEST, bytes.length));
        }
        return bytes;
    }

    String text() {
        return new String(bytes, UTF_8);
    }

    /** The first key after this one. */
    byte[] next() {
        return KeyBytes.next(bytes);
    }

    boolean startsWith(byte[] prefix) {
        return bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectKey(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}

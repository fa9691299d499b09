package dev.meterlark.storage.bucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** The key of an object: any text of 1 to 1024 bytes, ordered by its bytes. */
record ObjectKey(byte[] bytes) {

    private static final int LONGEST = 1_024;

    static ObjectKey parse(String text) {
        byte[] bytes = encoded(text);
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
        byte[] bytes = encoded(text);
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

    /** The first bytes behind all that begin with these; empty when there are none. */
    static byte[] behind(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == (byte) 0xff) {
            last--;
        }
        byte[] behind = Arrays.copyOf(prefix, last + 1);
        if (last >= 0) {
            behind[last]++;
        }
        return behind;
    }

    /** The first key after this one. */
    byte[] next() {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    boolean startsWith(byte[] prefix) {
        return bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static byte[] encoded(String text) {
        try {
            ByteBuffer bytes =
                    UTF_8.newEncoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .encode(java.nio.CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, "a key must be text that UTF-8 can write");
        }
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

package dev.meterlark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** Text as the bytes that both databases order alike. */
public final class KeyBytes {

    private KeyBytes() {}

    /**
     * @param what it is, for people
     * @throws RefusedException when it holds half a surrogate pair, which UTF-8 cannot write
     */
    public static byte[] of(String what, String text) {
        try {
            ByteBuffer bytes =
                    UTF_8.newEncoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must be text that UTF-8 can write, and holds half a surrogate pair"
                            .formatted(what));
        }
    }

    /** The first bytes behind all that begin with these; empty when there are none. */
    public static byte[] behind(byte[] prefix) {
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

    /** The first bytes behind these. */
    public static byte[] next(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }
}

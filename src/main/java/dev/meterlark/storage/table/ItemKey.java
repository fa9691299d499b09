package dev.meterlark.storage.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.KeyBytes;

import java.util.Arrays;

/** The key of an item: any text of 1 to 1024 bytes, ordered by its bytes. */
record ItemKey(byte[] bytes) {

    /** With the key of the index and what the row adds, two of them fit a page of PostgreSQL's. */
    static final int LONGEST = 1_024;

    static ItemKey parse(String text) {
        byte[] bytes = KeyBytes.of("a key", text);
        if (bytes.length == 0 || bytes.length > LONGEST) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the key of an item must have 1 to %d bytes as UTF-8, and has %d"
                            .formatted(LONGEST, bytes.length));
        }
        return new ItemKey(bytes);
    }

    String text() {
        return new String(bytes, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ItemKey(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}

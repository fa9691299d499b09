package dev.meterlark.invocation.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The form of one record in a segment. */
final class Frames {

    static final int HEADER_BYTES = 8;
    static final int MAX_PAYLOAD = 64 * 1024;

    private Frames() {}

    static int size(byte[] payload) {
        return HEADER_BYTES + payload.length;
    }

    static void write(byte[] payload, long salt, ByteBuffer into) {
        into.putInt(payload.length);
        into.putInt(checksum(salt, ByteBuffer.wrap(payload)));
        into.put(payload);
    }

    /** Whether a frame could have this length; zeros, as a lost page leaves them, are none. */
    static boolean possible(int length) {
        return length > 0 && length <= MAX_PAYLOAD;
    }

    static int checksum(long salt, ByteBuffer payload) {
        ByteBuffer head = ByteBuffer.allocate(12).putLong(salt).putInt(payload.remaining()).flip();
        CRC32C crc = new CRC32C();
        crc.update(head);
        crc.update(payload);
        return (int) crc.getValue();
    }
}

package dev.meterlark.wasmhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A guest's standard error: its log. The first bytes go to the platform, in pieces; the rest is
 * counted. The last ones are kept for the text of an error.
 */
final class Log {

    private static final int PIECE = 8 << 10;
    private static final int TAIL = 1 << 10;

    private final int most;
    private final Consumer<byte[]> receiver;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream(256);
    private byte[] tail = {};
    private int kept;
    private long dropped;

    Log(int most, Consumer<byte[]> receiver) {
        this.most = most;
        this.receiver = receiver;
    }

    void write(byte[] bytes) {
        int room = Math.min(bytes.length, most - kept);
        piece.write(bytes, 0, room);
        kept += room;
        dropped += bytes.length - room;
        remember(bytes);
        if (piece.size() >= PIECE) {
            flush();
        }
    }

    private void remember(byte[] bytes) {
        byte[] last = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - TAIL), bytes.length);
        byte[] joined = Arrays.copyOf(tail, tail.length + last.length);
        System.arraycopy(last, 0, joined, tail.length, last.length);
        tail = Arrays.copyOfRange(joined, Math.max(0, joined.length - TAIL), joined.length);
    }

    void flush() {
        if (piece.size() > 0) {
            receiver.accept(piece.toByteArray());
            piece.reset();
        }
    }

    /** The end of what was printed, without the line's end. */
    String tail() {
        return new String(tail, UTF_8).strip();
    }

    long dropped() {
        return dropped;
    }
}

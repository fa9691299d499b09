package dev.meterlark.invocation.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/** Reads frames of one segment, from any frame's beginning. Used by one thread. */
final class SegmentReader implements AutoCloseable {

    private static final int WINDOW = 4 * (Frames.HEADER_BYTES + Frames.MAX_PAYLOAD);

    private final FileChannel channel;
    private final OptionalLong salt;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowAt;

    /** What stands at an offset. */
    sealed interface Step {

        record Frame(byte[] payload, long next) implements Step {}

        /** No frame; the next whole one, or the end, is at {@code next}. */
        record Damage(long next) implements Step {}

        record End() implements Step {}
    }

    SegmentReader(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            salt = SegmentFile.salt(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether the file's head is whole; without it no frame can be told from damage. */
    boolean readable() {
        return salt.isPresent();
    }

    /**
     * @param limit up to where the file is looked at
     */
    Step read(long offset, long limit) throws IOException {
        if (offset >= limit) {
            return new Step.End();
        }
        int size = sizeAt(offset, limit);
        if (size < 0) {
            return new Step.Damage(nextFrame(offset + 1, limit));
        }
        byte[] payload = new byte[size - Frames.HEADER_BYTES];
        window.get((int) (offset - windowAt) + Frames.HEADER_BYTES, payload);
        return new Step.Frame(payload, offset + size);
    }

    /**
     * Whether what stands there is the beginning of a frame, or zeros, rather than a changed one.
     */
    boolean torn(long offset, long limit) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(raw(offset, limit));
        boolean cutShort =
                rest.remaining() < Frames.HEADER_BYTES
                        || (Frames.possible(rest.getInt(0))
                                && rest.getInt(0) > rest.remaining() - Frames.HEADER_BYTES);
        return cutShort || ByteBuffer.allocate(rest.remaining()).equals(rest);
    }

    /** The bytes of a damaged stretch, as they are. */
    byte[] raw(long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
        while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {}
        return bytes.array();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private long nextFrame(long from, long limit) throws IOException {
        long offset = from;
        while (offset < limit && sizeAt(offset, limit) < 0) {
            offset++;
        }
        return offset;
    }

    /** Size of the whole, undamaged frame at an offset, or -1. Leaves it in the window. */
    private int sizeAt(long offset, long limit) throws IOException {
        if (salt.isEmpty() || !fill(offset, Frames.HEADER_BYTES, limit)) {
            return -1;
        }
        int length = window.getInt((int) (offset - windowAt));
        int size = Frames.HEADER_BYTES + length;
        if (!Frames.possible(length) || !fill(offset, size, limit)) {
            return -1;
        }
        int at = (int) (offset - windowAt);
        ByteBuffer payload = window.slice(at + Frames.HEADER_BYTES, length);
        boolean whole = window.getInt(at + 4) == Frames.checksum(salt.getAsLong(), payload);
        return whole ? size : -1;
    }

    private boolean fill(long offset, int bytes, long limit) throws IOException {
        if (offset + bytes > limit) {
            return false;
        }
        if (offset < windowAt || offset + bytes > windowAt + window.limit()) {
            ByteBuffer fresh = ByteBuffer.allocate((int) Math.min(WINDOW, limit - offset));
            while (fresh.hasRemaining() && channel.read(fresh, offset + fresh.position()) > 0) {}
            window = fresh.flip();
            windowAt = offset;
        }
        return offset + bytes <= windowAt + window.limit();
    }
}

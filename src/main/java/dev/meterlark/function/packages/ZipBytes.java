package dev.meterlark.function.packages;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file, mapped, with its numbers as a zip writes them: little-endian and unsigned. */
final class ZipBytes implements AutoCloseable {

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment bytes;

    /** The file must not change while it is open. */
    ZipBytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    long size() {
        return bytes.byteSize();
    }

    int u16(long at) {
        inside(at, 2);
        return Short.toUnsignedInt(bytes.get(SHORT, at));
    }

    long u32(long at) {
        inside(at, 4);
        return Integer.toUnsignedLong(bytes.get(INT, at));
    }

    /** No file has 2^63 bytes, so a number above that is a lie. */
    long u64(long at) {
        inside(at, 8);
        long value = bytes.get(LONG, at);
        if (value < 0) {
            throw Refusals.damaged("a length is beyond all measure");
        }
        return value;
    }

    byte[] copy(long at, int length) {
        inside(at, length);
        return bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** Valid until this is closed. */
    ByteBuffer view(long at, long length) {
        inside(at, length);
        return bytes.asSlice(at, length).asByteBuffer();
    }

    private void inside(long at, long length) {
        if (at < 0 || length < 0 || at > size() - length) {
            throw Refusals.damaged("it is cut short, or points outside itself");
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}

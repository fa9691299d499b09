package dev.meterlark.function.packages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes the one form of zip that is stored: local headers with true sizes, then the directory,
 * nothing else. Whoever reads it from the front and whoever reads it from the end see the same.
 */
final class PlainZip implements AutoCloseable {

    private static final int LOCAL = 0x04034b50;
    private static final int DIRECTORY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final short VERSION = 20;
    private static final short MADE_ON_UNIX = 3 << 8 | VERSION;
    private static final short NAMES_ARE_UTF_8 = 1 << 11;
    private static final short FIRST_OF_JANUARY_1980 = 1 << 5 | 1;
    private static final int FILE = 0100644;
    private static final int EXECUTABLE = 0100755;
    private static final int FOLDER = 0040755;

    private final FileChannel channel;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private int entries;

    PlainZip(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }

    /** What a header says of an entry. */
    private record Entry(String name, int method, long crc, long packed, long size, int mode) {}

    /** Takes over data that is packed already and was measured. */
    void copy(ZipRecord entry, ByteBuffer packed, boolean executable) throws IOException {
        if (entry.isFolder()) {
            write(
                    new Entry(entry.name(), ZipRecord.STORED, 0, 0, 0, FOLDER),
                    ByteBuffer.allocate(0));
            return;
        }
        Entry header =
                new Entry(
                        entry.name(),
                        entry.method(),
                        entry.crc(),
                        entry.compressedSize(),
                        entry.declaredSize(),
                        executable ? EXECUTABLE : FILE);
        write(header, packed);
    }

    private void write(Entry entry, ByteBuffer packed) throws IOException {
        long at = channel.position();
        writeFully(local(entry));
        writeFully(packed);
        list(entry, at);
    }

    /** Packs what is not packed yet; the header is written once its sizes are known. */
    void pack(String name, InputStream content, boolean executable) throws IOException {
        int mode = executable ? EXECUTABLE : FILE;
        long at = channel.position();
        writeFully(local(new Entry(name, ZipRecord.DEFLATED, 0, 0, 0, mode)));
        long begin = channel.position();
        CRC32 crc = new CRC32();
        long size = deflate(content, crc);
        long end = channel.position();
        Entry entry = new Entry(name, ZipRecord.DEFLATED, crc.getValue(), end - begin, size, mode);
        channel.position(at);
        writeFully(local(entry));
        channel.position(end);
        list(entry, at);
    }

    private long deflate(InputStream content, CRC32 crc) throws IOException {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            byte[] in = new byte[64 << 10];
            long size = 0;
            for (int length; (length = content.read(in)) >= 0; size += length) {
                crc.update(in, 0, length);
                deflater.setInput(in, 0, length);
                drain(deflater);
            }
            deflater.finish();
            drain(deflater);
            return size;
        } finally {
            deflater.end();
        }
    }

    private void drain(Deflater deflater) throws IOException {
        byte[] out = new byte[64 << 10];
        for (int length; (length = deflater.deflate(out)) > 0; ) {
            writeFully(ByteBuffer.wrap(out, 0, length));
        }
    }

    /**
     * @return the file's size
     */
    long finish() throws IOException {
        long at = channel.position();
        writeFully(ByteBuffer.wrap(directory.toByteArray()));
        writeFully(
                littleEndian(22)
                        .putInt(END)
                        .putInt(0)
                        .putShort((short) entries)
                        .putShort((short) entries)
                        .putInt(directory.size())
                        .putInt((int) at)
                        .putShort((short) 0)
                        .flip());
        return channel.position();
    }

    private static ByteBuffer local(Entry entry) {
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = littleEndian(30 + name.length).putInt(LOCAL);
        return common(header, entry, name).putShort((short) 0).put(name).flip();
    }

    private void list(Entry entry, long at) {
        byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer header = littleEndian(46 + name.length).putInt(DIRECTORY).putShort(MADE_ON_UNIX);
        common(header, entry, name)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(entry.mode << 16)
                .putInt((int) at)
                .put(name);
        directory.writeBytes(header.array());
        entries++;
    }

    private static ByteBuffer common(ByteBuffer header, Entry entry, byte[] name) {
        return header.putShort(VERSION)
                .putShort(NAMES_ARE_UTF_8)
                .putShort((short) entry.method)
                .putShort((short) 0)
                .putShort(FIRST_OF_JANUARY_1980)
                .putInt((int) entry.crc)
                .putInt((int) entry.packed)
                .putInt((int) entry.size)
                .putShort((short) name.length);
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package dev.meterlark.cli;

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
 * Writes a zip whose bytes depend on names, contents and executable bits alone: no times, no
 * owners. The JDK's own writer keeps times and cannot write executable bits.
 */
final class ZipWriter implements AutoCloseable {

    private static final int LOCAL = 0x04034b50;
    private static final int DIRECTORY = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final short VERSION = 20;
    private static final short MADE_ON_UNIX = 3 << 8 | VERSION;
    private static final short NAMES_ARE_UTF_8 = 1 << 11;
    private static final short DEFLATED = 8;
    private static final short FIRST_OF_JANUARY_1980 = 1 << 5 | 1;
    private static final int FILE = 0100644;
    private static final int EXECUTABLE = 0100755;

    private final FileChannel channel;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final byte[] in = new byte[64 << 10];
    private final byte[] out = new byte[64 << 10];
    private int entries;

    ZipWriter(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.WRITE);
    }

    private record Entry(byte[] name, long crc, long packed, long size) {}

    /**
     * @return the content's size
     */
    long add(String name, InputStream content, boolean executable) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        long at = channel.position();
        writeFully(local(new Entry(bytes, 0, 0, 0)));
        long begin = channel.position();
        CRC32 crc = new CRC32();
        long size = deflate(content, crc);
        long end = channel.position();
        Entry entry = new Entry(bytes, crc.getValue(), end - begin, size);
        channel.position(at);
        writeFully(local(entry));
        channel.position(end);
        list(entry, executable ? EXECUTABLE : FILE, at);
        return size;
    }

    void finish() throws IOException {
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
    }

    private long deflate(InputStream content, CRC32 crc) throws IOException {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
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
        for (int length; (length = deflater.deflate(out)) > 0; ) {
            writeFully(ByteBuffer.wrap(out, 0, length));
        }
    }

    private static ByteBuffer local(Entry entry) {
        ByteBuffer header = littleEndian(30 + entry.name.length).putInt(LOCAL);
        return common(header, entry).putShort((short) 0).put(entry.name).flip();
    }

    private void list(Entry entry, int mode, long at) {
        ByteBuffer header = littleEndian(46 + entry.name.length).putInt(DIRECTORY);
        common(header.putShort(MADE_ON_UNIX), entry)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(mode << 16)
                .putInt((int) at)
                .put(entry.name);
        directory.writeBytes(header.array());
        entries++;
    }

    private static ByteBuffer common(ByteBuffer header, Entry entry) {
        return header.putShort(VERSION)
                .putShort(NAMES_ARE_UTF_8)
                .putShort(DEFLATED)
                .putShort((short) 0)
                .putShort(FIRST_OF_JANUARY_1980)
                .putInt((int) entry.crc)
                .putInt((int) entry.packed)
                .putInt((int) entry.size)
                .putShort((short) entry.name.length);
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

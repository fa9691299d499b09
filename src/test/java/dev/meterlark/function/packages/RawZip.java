package dev.meterlark.function.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A zip written byte by byte, in which everything can be a lie. */
public final class RawZip {

    private final List<Entry> entries = new ArrayList<>();
    private byte[] before = {};
    private byte[] after = {};
    private byte[] comment = {};
    private @Nullable Integer count;
    private boolean large;
    private int disk;
    private long directoryOffsetLie;

    /** One entry; the setters change what is written about it, not what it is. */
    public static final class Entry {

        private byte[] name;
        private byte @Nullable [] localName;
        private byte[] data;
        private int method;
        private @Nullable Integer localMethod;
        private int flags = 1 << 11;
        private long crc;
        private long packed;
        private long size;
        private @Nullable Long localSize;
        private int mode;
        private int disk;
        private @Nullable Long at;
        private boolean sizesFollow;
        private boolean large;
        private long headerAt;

        private Entry(String name, byte[] content, boolean deflated) {
            CRC32 check = new CRC32();
            check.update(content);
            this.name = name.getBytes(UTF_8);
            this.mode = name.endsWith("/") ? 0040755 : 0100644;
            this.method = deflated ? 8 : 0;
            this.data = deflated ? deflate(content) : content;
            this.crc = check.getValue();
            this.packed = data.length;
            this.size = content.length;
        }

        public Entry mode(int value) {
            mode = value;
            return this;
        }

        Entry name(byte[] value) {
            name = value;
            return this;
        }

        Entry localName(String value) {
            localName = value.getBytes(UTF_8);
            return this;
        }

        Entry method(int value) {
            method = value;
            return this;
        }

        Entry localMethod(int value) {
            localMethod = value;
            return this;
        }

        Entry flags(int value) {
            flags |= value;
            return this;
        }

        Entry crc(long value) {
            crc = value;
            return this;
        }

        Entry size(long value) {
            size = value;
            return this;
        }

        Entry localSize(long value) {
            localSize = value;
            return this;
        }

        Entry packed(long value) {
            packed = value;
            return this;
        }

        Entry data(byte[] value) {
            data = value;
            return this;
        }

        Entry disk(int value) {
            disk = value;
            return this;
        }

        /** The directory points there instead. */
        Entry at(long value) {
            at = value;
            return this;
        }

        Entry sizesFollow() {
            sizesFollow = true;
            flags |= 8;
            return this;
        }

        /** All numbers stand in the extra fields for 64 bits. */
        Entry large() {
            large = true;
            return this;
        }

        private void writeLocal(ByteArrayOutputStream out) {
            headerAt = out.size();
            byte[] used = localName == null ? name : localName;
            ByteBuffer header = buffer(30 + used.length + (large ? 20 : 0));
            header.putInt(0x04034b50).putShort((short) 45).putShort((short) flags);
            header.putShort((short) (localMethod == null ? method : localMethod)).putInt(0);
            long written = localSize == null ? size : localSize;
            header.putInt(sizesFollow ? 0 : (int) crc);
            header.putInt(large ? -1 : sizesFollow ? 0 : (int) packed);
            header.putInt(large ? -1 : sizesFollow ? 0 : (int) written);
            header.putShort((short) used.length).putShort((short) (large ? 20 : 0)).put(used);
            if (large) {
                header.putShort((short) 1).putShort((short) 16).putLong(written).putLong(packed);
            }
            out.writeBytes(header.array());
            out.writeBytes(data);
            if (sizesFollow) {
                ByteBuffer descriptor = buffer(16).putInt(0x08074b50).putInt((int) crc);
                out.writeBytes(descriptor.putInt((int) packed).putInt((int) size).array());
            }
        }

        private void writeDirectory(ByteArrayOutputStream out) {
            ByteBuffer header = buffer(46 + name.length + (large ? 28 : 0));
            header.putInt(0x02014b50).putShort((short) (3 << 8 | 45)).putShort((short) 45);
            header.putShort((short) flags).putShort((short) method).putInt(0).putInt((int) crc);
            header.putInt(large ? -1 : (int) packed).putInt(large ? -1 : (int) size);
            header.putShort((short) name.length).putShort((short) (large ? 28 : 0));
            header.putShort((short) 0).putShort((short) disk).putShort((short) 0);
            header.putInt(mode << 16);
            long offset = at == null ? headerAt : at;
            header.putInt(large ? -1 : (int) offset).put(name);
            if (large) {
                header.putShort((short) 1).putShort((short) 24);
                header.putLong(size).putLong(packed).putLong(offset);
            }
            out.writeBytes(header.array());
        }
    }

    public static RawZip of(String... names) {
        RawZip zip = new RawZip();
        for (String name : names) {
            zip.stored(name, name.endsWith("/") ? new byte[0] : "content".getBytes(UTF_8));
        }
        return zip;
    }

    public Entry stored(String name, byte[] content) {
        return add(new Entry(name, content, false));
    }

    public Entry deflated(String name, byte[] content) {
        return add(new Entry(name, content, true));
    }

    public Entry last() {
        return entries.getLast();
    }

    Entry first() {
        return entries.getFirst();
    }

    RawZip with(java.util.function.Consumer<RawZip> change) {
        change.accept(this);
        return this;
    }

    RawZip before(byte[] bytes) {
        before = bytes;
        return this;
    }

    RawZip after(byte[] bytes) {
        after = bytes;
        return this;
    }

    RawZip comment(byte[] bytes) {
        comment = bytes;
        return this;
    }

    RawZip count(int value) {
        count = value;
        return this;
    }

    RawZip disk(int value) {
        disk = value;
        return this;
    }

    RawZip large() {
        large = true;
        return this;
    }

    RawZip directoryOffsetLie(long value) {
        directoryOffsetLie = value;
        return this;
    }

    private Entry add(Entry entry) {
        entries.add(entry);
        return entry;
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entries.forEach(e -> e.writeLocal(out));
        long directoryAt = out.size();
        entries.forEach(e -> e.writeDirectory(out));
        long length = out.size() - directoryAt;
        int entriesSaid = count == null ? entries.size() : count;
        long offsetSaid = directoryAt + directoryOffsetLie;
        if (large) {
            writeLargeEnd(out, length, entriesSaid, offsetSaid);
        }
        ByteBuffer end = buffer(22 + comment.length).putInt(0x06054b50);
        end.putShort((short) disk).putShort((short) disk);
        end.putShort((short) (large ? -1 : entriesSaid))
                .putShort((short) (large ? -1 : entriesSaid));
        end.putInt(large ? -1 : (int) length).putInt(large ? -1 : (int) offsetSaid);
        out.writeBytes(end.putShort((short) comment.length).put(comment).array());
        out.writeBytes(after);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before);
        all.writeBytes(out.toByteArray());
        return all.toByteArray();
    }

    private static void writeLargeEnd(
            ByteArrayOutputStream out, long length, int entriesSaid, long offsetSaid) {
        long recordAt = out.size();
        ByteBuffer record = buffer(56).putInt(0x06064b50).putLong(44);
        record.putShort((short) 45).putShort((short) 45).putInt(0).putInt(0);
        record.putLong(entriesSaid).putLong(entriesSaid).putLong(length).putLong(offsetSaid);
        out.writeBytes(record.array());
        out.writeBytes(buffer(20).putInt(0x07064b50).putInt(0).putLong(recordAt).putInt(1).array());
    }

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 << 10];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}

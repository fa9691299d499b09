package dev.meterlark.function.packages;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks every entry into nothing, to see with its own eyes how large it is. Stops at the first
 * byte beyond what was declared or allowed, so a bomb costs no more than a package.
 */
final class Unpacking implements AutoCloseable {

    /**
     * Text packs ten to thirty times; only what repeats itself without end packs more than this.
     */
    private static final long MOST_TIMES = 200;

    private static final long TIMES_COUNT_FROM = 10 << 20;

    private final ZipBytes zip;
    private final long limit;
    private final Inflater inflater = new Inflater(true);
    private final byte[] buffer = new byte[64 << 10];
    private final CRC32 crc = new CRC32();
    private long unpacked;

    Unpacking(ZipBytes zip, long limit) {
        this.zip = zip;
        this.limit = limit;
    }

    /** Bytes of all entries so far. */
    long unpacked() {
        return unpacked;
    }

    void measure(LocalHeaders.Located located) {
        ZipRecord entry = located.entry();
        ByteBuffer packed = zip.view(located.dataAt(), entry.compressedSize());
        crc.reset();
        if (entry.method() == ZipRecord.STORED) {
            count(packed.remaining());
            crc.update(packed);
        } else {
            inflate(entry, packed);
        }
        if (crc.getValue() != entry.crc()) {
            throw Refusals.entry(entry.name(), "is damaged: its checksum differs; pack it again");
        }
    }

    private void inflate(ZipRecord entry, ByteBuffer packed) {
        inflater.reset();
        inflater.setInput(packed);
        long size = 0;
        try {
            while (!inflater.finished()) {
                int length = inflater.inflate(buffer);
                if (length == 0 && !inflater.finished()) {
                    throw damaged(entry);
                }
                size += length;
                if (size > entry.declaredSize()) {
                    throw otherSize(entry);
                }
                count(length);
                crc.update(buffer, 0, length);
            }
        } catch (DataFormatException e) {
            throw damaged(entry);
        }
        if (size != entry.declaredSize() || inflater.getRemaining() > 0) {
            throw otherSize(entry);
        }
    }

    private void count(long length) {
        unpacked += length;
        if (unpacked > limit) {
            throw Refusals.unpacksTooLarge(limit);
        }
        if (unpacked > TIMES_COUNT_FROM && unpacked / MOST_TIMES > zip.size()) {
            throw Refusals.invalid(
                    "the package unpacks to more than %d times its size, as only a zip bomb does"
                            .formatted(MOST_TIMES));
        }
    }

    private static RuntimeException otherSize(ZipRecord entry) {
        return Refusals.entry(
                entry.name(),
                "unpacks to another size than the %d bytes that it declares"
                        .formatted(entry.declaredSize()));
    }

    private static RuntimeException damaged(ZipRecord entry) {
        return Refusals.entry(entry.name(), "is damaged and cannot be unpacked; pack it again");
    }

    @Override
    public void close() {
        inflater.end();
    }
}

package dev.meterlark.function.packages;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a zip's directory, and only that: nothing is unpacked, nothing is believed yet. */
final class ZipDirectory {

    private static final long SIGNATURE = 0x02014b50L;
    private static final int LENGTH = 46;
    private static final int SIZES_64 = 1;
    private static final long ELSEWHERE = 0xffff_ffffL;

    private final ZipBytes zip;
    private final ZipEnd end;

    private ZipDirectory(ZipBytes zip, ZipEnd end) {
        this.zip = zip;
        this.end = end;
    }

    static List<ZipRecord> read(ZipBytes zip, ZipEnd end, int maxEntries) {
        if (end.entries() > maxEntries) {
            throw Refusals.invalid(
                    "the package has %d entries; at most %d are accepted"
                            .formatted(end.entries(), maxEntries));
        }
        return new ZipDirectory(zip, end).records();
    }

    private List<ZipRecord> records() {
        List<ZipRecord> records = new ArrayList<>();
        long at = end.directoryAt();
        for (long i = 0; i < end.entries(); i++) {
            if (at + LENGTH > end.directoryEnd() || zip.u32(at) != SIGNATURE) {
                throw Refusals.damaged("its directory holds fewer entries than it says");
            }
            records.add(record(at));
            at += LENGTH + zip.u16(at + 28) + zip.u16(at + 30) + zip.u16(at + 32);
        }
        if (at != end.directoryEnd()) {
            throw Refusals.damaged("its directory holds more than it says");
        }
        return records;
    }

    private ZipRecord record(long at) {
        byte[] rawName = zip.copy(at + LENGTH, zip.u16(at + 28));
        String name = decode(rawName);
        int disk = zip.u16(at + 34);
        if (disk != 0 && disk != 0xffff) {
            throw Refusals.entry(name, "is in another part of a zip of several parts");
        }
        Sizes sizes = sizes(at, name);
        return new ZipRecord(
                name,
                rawName,
                zip.u16(at + 8),
                zip.u16(at + 10),
                zip.u32(at + 16),
                sizes.compressed,
                sizes.declared,
                sizes.headerAt + end.shift(),
                (int) (zip.u32(at + 38) >>> 16));
    }

    private record Sizes(long declared, long compressed, long headerAt) {}

    /** Numbers that do not fit into 32 bits stand, in this order, in an extra field. */
    private Sizes sizes(long at, String name) {
        long declared = zip.u32(at + 24);
        long compressed = zip.u32(at + 20);
        long headerAt = zip.u32(at + 42);
        if (declared != ELSEWHERE && compressed != ELSEWHERE && headerAt != ELSEWHERE) {
            return new Sizes(declared, compressed, headerAt);
        }
        long extra = at + LENGTH + zip.u16(at + 28);
        Extra large = Extra.find(zip, extra, zip.u16(at + 30), SIZES_64);
        if (large == null) {
            throw Refusals.entry(name, "does not say how large it is");
        }
        return new Sizes(
                declared == ELSEWHERE ? large.next64(name) : declared,
                compressed == ELSEWHERE ? large.next64(name) : compressed,
                headerAt == ELSEWHERE ? large.next64(name) : headerAt);
    }

    /** Whoever packed it may have left out the flag for UTF-8, but names are nothing else here. */
    static String decode(byte[] rawName) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(rawName)).toString();
        } catch (CharacterCodingException e) {
            throw Refusals.invalid(
                    "the name of an entry, about %s, is not UTF-8; rename it"
                            .formatted(
                                    Refusals.shown(
                                            new String(rawName, StandardCharsets.ISO_8859_1))));
        }
    }
}

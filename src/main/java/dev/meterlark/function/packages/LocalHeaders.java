package dev.meterlark.function.packages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds each entry's data, and refuses a zip that tells one thing in its directory and another at
 * the data, or lets two entries share bytes, which is how a small file unpacks to a huge one.
 */
final class LocalHeaders {

    private static final long SIGNATURE = 0x04034b50L;
    private static final int LENGTH = 30;
    private static final int SIZES_64 = 1;
    private static final long ELSEWHERE = 0xffff_ffffL;

    private final ZipBytes zip;
    private final long dataEnd;

    private LocalHeaders(ZipBytes zip, long dataEnd) {
        this.zip = zip;
        this.dataEnd = dataEnd;
    }

    /** An entry, and where its data begins. */
    record Located(ZipRecord entry, long dataAt) {}

    static List<Located> locate(ZipBytes zip, ZipEnd end, List<ZipRecord> records) {
        return new LocalHeaders(zip, end.directoryAt()).locate(records);
    }

    private List<Located> locate(List<ZipRecord> records) {
        List<Located> located = new ArrayList<>(records.size());
        long free = 0;
        List<ZipRecord> inFile =
                records.stream().sorted(Comparator.comparingLong(ZipRecord::headerAt)).toList();
        for (ZipRecord record : inFile) {
            if (record.headerAt() < free) {
                throw Refusals.entry(record.name(), "shares its bytes with another entry");
            }
            long data = dataOf(record);
            located.add(new Located(record, data));
            free = data + record.compressedSize();
        }
        return located;
    }

    private long dataOf(ZipRecord record) {
        long at = record.headerAt();
        if (at > dataEnd - LENGTH || zip.u32(at) != SIGNATURE) {
            throw Refusals.entry(record.name(), "is not where the zip's directory says");
        }
        int nameLength = zip.u16(at + 26);
        long data = at + LENGTH + nameLength + zip.u16(at + 28);
        if (data > dataEnd || record.compressedSize() > dataEnd - data) {
            throw Refusals.entry(record.name(), "reaches beyond the end of the zip");
        }
        boolean sameName = Arrays.equals(zip.copy(at + LENGTH, nameLength), record.rawName());
        boolean sameKind =
                zip.u16(at + 8) == record.method() && (zip.u16(at + 6) & 1) == (record.flags() & 1);
        if (!sameName || !sameKind) {
            throw contradiction(record);
        }
        requireSameSizes(record, at);
        return data;
    }

    private void requireSameSizes(ZipRecord record, long at) {
        boolean follow = (zip.u16(at + 6) & 8) != 0;
        long compressed = zip.u32(at + 18);
        long declared = zip.u32(at + 22);
        if (declared == ELSEWHERE || compressed == ELSEWHERE) {
            long extra = at + LENGTH + zip.u16(at + 26);
            Extra large = Extra.find(zip, extra, zip.u16(at + 28), SIZES_64);
            if (large == null) {
                throw contradiction(record);
            }
            declared = declared == ELSEWHERE ? large.next64(record.name()) : declared;
            compressed = compressed == ELSEWHERE ? large.next64(record.name()) : compressed;
        }
        boolean same =
                agree(declared, record.declaredSize(), follow)
                        && agree(compressed, record.compressedSize(), follow)
                        && agree(zip.u32(at + 14), record.crc(), follow);
        if (!same) {
            throw contradiction(record);
        }
    }

    private static boolean agree(long here, long inDirectory, boolean mayBeLeftOpen) {
        return here == inDirectory || mayBeLeftOpen && here == 0;
    }

    private static RuntimeException contradiction(ZipRecord record) {
        return Refusals.entry(
                record.name(),
                "is described in two ways that contradict each other; pack it again");
    }
}

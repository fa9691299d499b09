package dev.meterlark.function.packages;

/**
 * Where a zip's directory lies, read from the zip's end.
 *
 * @param directoryAt its first byte
 * @param directoryEnd the byte after its last
 * @param shift by how much all offsets are off, because something was put before the zip
 */
record ZipEnd(long directoryAt, long directoryEnd, long entries, long shift) {

    private static final long SIGNATURE = 0x06054b50L;
    private static final long SIGNATURE_64 = 0x06064b50L;
    private static final long LOCATOR = 0x07064b50L;
    private static final int LENGTH = 22;
    private static final int LENGTH_64 = 56;
    private static final int LOCATOR_LENGTH = 20;
    private static final int LONGEST_COMMENT = 0xffff;

    /**
     * The end is the last record whose comment reaches exactly to the end of the file. What else
     * looks like an end is then part of that comment, or data, whoever reads it.
     */
    static ZipEnd find(ZipBytes zip) {
        long lowest = Math.max(0, zip.size() - LENGTH - LONGEST_COMMENT);
        for (long at = zip.size() - LENGTH; at >= lowest; at--) {
            if (zip.u32(at) == SIGNATURE && zip.u16(at + 20) == zip.size() - at - LENGTH) {
                return read(zip, at);
            }
        }
        throw Refusals.damaged("it has no end record, or something follows it");
    }

    private static ZipEnd read(ZipBytes zip, long at) {
        boolean large = at >= LOCATOR_LENGTH && zip.u32(at - LOCATOR_LENGTH) == LOCATOR;
        if (large) {
            return readLarge(zip, at);
        }
        if (zip.u16(at + 4) != 0 || zip.u16(at + 6) != 0 || zip.u16(at + 8) != zip.u16(at + 10)) {
            throw severalParts();
        }
        return of(at, zip.u16(at + 10), zip.u32(at + 12), zip.u32(at + 16));
    }

    /** The 64-bit record stands right before its locator, and the two ends must not disagree. */
    private static ZipEnd readLarge(ZipBytes zip, long at) {
        long locator = at - LOCATOR_LENGTH;
        long record = locator - LENGTH_64;
        if (record < 0
                || zip.u32(record) != SIGNATURE_64
                || zip.u64(record + 4) != LENGTH_64 - 12) {
            throw Refusals.damaged("its 64-bit end record is not where it should be");
        }
        if (zip.u32(locator + 4) != 0
                || zip.u32(locator + 16) > 1
                || zip.u32(record + 16) != 0
                || zip.u32(record + 20) != 0
                || zip.u64(record + 24) != zip.u64(record + 32)) {
            throw severalParts();
        }
        long entries = zip.u64(record + 32);
        long size = zip.u64(record + 40);
        long offset = zip.u64(record + 48);
        boolean agree =
                agree(zip.u16(at + 10), 0xffff, entries)
                        && agree(zip.u32(at + 12), 0xffff_ffffL, size)
                        && agree(zip.u32(at + 16), 0xffff_ffffL, offset);
        ZipEnd end = of(record, entries, size, offset);
        if (!agree || zip.u64(locator + 8) + end.shift != record) {
            throw Refusals.damaged("its two end records contradict each other");
        }
        return end;
    }

    private static boolean agree(long small, long elsewhere, long large) {
        return small == elsewhere || small == large;
    }

    private static ZipEnd of(long end, long entries, long size, long offset) {
        long at = end - size;
        if (at < 0 || offset > at) {
            throw Refusals.damaged("its directory is not where its end says");
        }
        return new ZipEnd(at, end, entries, at - offset);
    }

    private static RuntimeException severalParts() {
        return Refusals.invalid("the zip is one part of several; pack it as one file");
    }
}

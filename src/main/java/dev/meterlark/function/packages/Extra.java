package dev.meterlark.function.packages;

import org.jspecify.annotations.Nullable;

/** One extra field of a header, read from its beginning to its end. */
final class Extra {

    private final ZipBytes zip;
    private final long end;
    private long at;

    private Extra(ZipBytes zip, long at, long end) {
        this.zip = zip;
        this.at = at;
        this.end = end;
    }

    /** Null when there is none of that kind, or what is there is no list of fields. */
    static @Nullable Extra find(ZipBytes zip, long from, int length, int kind) {
        long end = from + length;
        long at = from;
        while (at + 4 <= end) {
            long next = at + 4 + zip.u16(at + 2);
            if (next > end) {
                return null;
            }
            if (zip.u16(at) == kind) {
                return new Extra(zip, at + 4, next);
            }
            at = next;
        }
        return null;
    }

    long next64(String name) {
        if (at + 8 > end) {
            throw Refusals.entry(name, "does not say how large it is");
        }
        long value = zip.u64(at);
        at += 8;
        return value;
    }
}

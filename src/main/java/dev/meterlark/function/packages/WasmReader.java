package dev.meterlark.function.packages;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a module's numbers and names, each of them bounded by what is there. */
final class WasmReader {

    private static final int LONGEST_NAME = 1024;

    private final byte[] bytes;
    private final int end;
    private int at;

    WasmReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private WasmReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    boolean atEnd() {
        return at == end;
    }

    int position() {
        return at;
    }

    int left() {
        return end - at;
    }

    int octet() {
        if (at == end) {
            throw broken("it ends in the middle");
        }
        return bytes[at++] & 0xff;
    }

    /** An unsigned number of 32 bits. */
    long u32() {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7f) << shift;
            if (octet < 0x80) {
                if (value > 0xffff_ffffL) {
                    break;
                }
                return value;
            }
        }
        throw broken("a number at byte %d has more than 32 bits".formatted(at));
    }

    /** Steps over a number of up to this many bits, of either sign. */
    void skipNumber(int bits) {
        int octets = (bits + 6) / 7;
        for (int i = 0; i < octets; i++) {
            if (octet() < 0x80) {
                return;
            }
        }
        throw broken("a number at byte %d has more than %d bits".formatted(at, bits));
    }

    void skip(long octets) {
        if (octets > left()) {
            throw broken("it ends in the middle");
        }
        at += (int) octets;
    }

    /** The next bytes on their own; this goes on after them. */
    WasmReader part(long octets) {
        if (octets > left()) {
            throw broken("a part of it is longer than the whole");
        }
        var part = new WasmReader(bytes, at, at + (int) octets);
        at += (int) octets;
        return part;
    }

    String name() {
        long length = u32();
        if (length > LONGEST_NAME) {
            throw broken("it has a name of %d bytes".formatted(length));
        }
        int from = at;
        skip(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, (int) length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw broken("a name in it is not UTF-8");
        }
    }

    static RuntimeException broken(String what) {
        return Refusals.invalid(
                "function.wasm is no WebAssembly module that can be run: %s".formatted(what));
    }
}

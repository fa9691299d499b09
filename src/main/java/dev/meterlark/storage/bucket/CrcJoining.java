package dev.meterlark.storage.bucket;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Computes the CRC of bytes from the CRCs of their two halves: that of the first is moved, by a
 * multiplication with x to the power of the second's bits, over a second of zeroes.
 *
 * @param polynomial without its highest power, the lowest at the highest bit
 * @param bits of a value
 */
record CrcJoining(long polynomial, int bits) {

    static final CrcJoining CRC32 = new CrcJoining(0xedb88320L, Integer.SIZE);
    static final CrcJoining CRC32C = new CrcJoining(0x82f63b78L, Integer.SIZE);
    static final CrcJoining CRC64NVME = new CrcJoining(Crc64Nvme.POLYNOMIAL, Long.SIZE);

    byte[] joined(byte[] first, byte[] second, long secondLength) {
        long moved = product(power(secondLength), value(first));
        byte[] whole = ByteBuffer.allocate(Long.BYTES).putLong(moved ^ value(second)).array();
        return Arrays.copyOfRange(whole, Long.BYTES - bits / Byte.SIZE, Long.BYTES);
    }

    /** x to the power of eight times so many bytes. */
    private long power(long bytes) {
        long power = one();
        long square = one() >>> Byte.SIZE; // x to the eighth
        for (long left = bytes; left > 0; left >>>= 1) {
            if ((left & 1) == 1) {
                power = product(power, square);
            }
            square = product(square, square);
        }
        return power;
    }

    private long product(long a, long b) {
        long product = 0;
        long shifted = b;
        for (long bit = one(); bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : shifted >>> 1 ^ polynomial;
        }
        return product;
    }

    private long one() {
        return 1L << bits - 1;
    }

    private static long value(byte[] bytes) {
        byte[] whole = new byte[Long.BYTES];
        System.arraycopy(bytes, 0, whole, Long.BYTES - bytes.length, bytes.length);
        return ByteBuffer.wrap(whole).getLong();
    }
}

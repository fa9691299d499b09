package dev.meterlark.storage.bucket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.Checksum;

/** The CRC-64 of NVM Express, eight bytes at a step. */
final class Crc64Nvme implements Checksum {

    /** Its polynomial, the lowest power at the highest bit. */
    static final long POLYNOMIAL = 0x9a6c9329ac4bc9b5L;

    private static final int STEP = Long.BYTES;
    private static final long[][] TABLES = tables();
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long rest = -1;

    @Override
    public void update(int b) {
        rest = TABLES[0][(int) (rest ^ b) & 0xff] ^ rest >>> 8;
    }

    @Override
    public void update(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        for (; at + STEP <= end; at += STEP) {
            long mixed = rest ^ (long) LONGS.get(bytes, at);
            long next = 0;
            for (int i = 0; i < STEP; i++) {
                next ^= TABLES[STEP - 1 - i][(int) (mixed >>> 8 * i) & 0xff];
            }
            rest = next;
        }
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~rest;
    }

    @Override
    public void reset() {
        rest = -1;
    }

    /** What a byte leaves, and what it leaves with one to seven zeroes behind it. */
    private static long[][] tables() {
        long[][] tables = new long[STEP][256];
        for (int b = 0; b < 256; b++) {
            long value = b;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ POLYNOMIAL;
            }
            tables[0][b] = value;
        }
        for (int b = 0; b < 256; b++) {
            for (int i = 1; i < STEP; i++) {
                long before = tables[i - 1][b];
                tables[i][b] = tables[0][(int) before & 0xff] ^ before >>> 8;
            }
        }
        return tables;
    }
}

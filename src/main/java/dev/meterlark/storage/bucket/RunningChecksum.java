package dev.meterlark.storage.bucket;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Checksum;

/** A checksum of bytes that are still coming. */
interface RunningChecksum {

    void update(byte[] bytes, int from, int length);

    /** Once, after the last byte. */
    byte[] value();

    static RunningChecksum of(MessageDigest digest) {
        return new RunningChecksum() {
            @Override
            public void update(byte[] bytes, int from, int length) {
                digest.update(bytes, from, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }

    /**
     * @param length bytes of the value, the highest first
     */
    static RunningChecksum of(Checksum crc, int length) {
        return new RunningChecksum() {
            @Override
            public void update(byte[] bytes, int from, int count) {
                crc.update(bytes, from, count);
            }

            @Override
            public byte[] value() {
                byte[] whole = ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue()).array();
                return Arrays.copyOfRange(whole, Long.BYTES - length, Long.BYTES);
            }
        };
    }
}

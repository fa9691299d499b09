package dev.meterlark.storage.bucket;

import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** How a checksum of an object's bytes is computed, beside its MD5. */
public enum ChecksumAlgorithm {
    CRC32,
    CRC32C,
    CRC64NVME,
    SHA1,
    SHA256;

    RunningChecksum begin() {
        return switch (this) {
            case CRC32 -> RunningChecksum.of(new CRC32(), Integer.BYTES);
            case CRC32C -> RunningChecksum.of(new CRC32C(), Integer.BYTES);
            case CRC64NVME -> RunningChecksum.of(new Crc64Nvme(), Long.BYTES);
            case SHA1 -> RunningChecksum.of(Digests.begin("SHA-1"));
            case SHA256 -> RunningChecksum.of(Digests.begin("SHA-256"));
        };
    }

    /** How many bytes a value has. */
    int length() {
        return switch (this) {
            case CRC32, CRC32C -> Integer.BYTES;
            case CRC64NVME -> Long.BYTES;
            case SHA1 -> 20;
            case SHA256 -> 32;
        };
    }

    /** What an upload in parts gets when it does not say. */
    ChecksumForm usualForm() {
        return switch (this) {
            case CRC64NVME -> ChecksumForm.FULL_OBJECT;
            case CRC32, CRC32C, SHA1, SHA256 -> ChecksumForm.COMPOSITE;
        };
    }

    /** A digest of the whole cannot be had from digests of its parts, a CRC can. */
    boolean has(ChecksumForm form) {
        return switch (this) {
            case CRC32, CRC32C -> true;
            case CRC64NVME -> form == ChecksumForm.FULL_OBJECT;
            case SHA1, SHA256 -> form == ChecksumForm.COMPOSITE;
        };
    }

    /** Of the value of some bytes and that of those behind them, the value of all. */
    byte[] joined(byte[] first, byte[] second, long secondLength) {
        return switch (this) {
            case CRC32 -> CrcJoining.CRC32.joined(first, second, secondLength);
            case CRC32C -> CrcJoining.CRC32C.joined(first, second, secondLength);
            case CRC64NVME -> CrcJoining.CRC64NVME.joined(first, second, secondLength);
            case SHA1, SHA256 ->
                    throw new IllegalStateException("%s cannot be joined".formatted(this));
        };
    }
}

package dev.meterlark.storage.bucket;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes on their way to where they are kept: counted and digested as they pass. */
final class MeasuredStream extends InputStream {

    private static final HexFormat HEX = HexFormat.of();

    private final InputStream bytes;
    private final long most;
    private final MessageDigest md5 = Digests.begin("MD5");
    private final @Nullable MessageDigest sha256;
    private final @Nullable RunningChecksum checksum;
    private long size;

    /**
     * @param most bytes that may pass; {@link TooLargeException} when there are more
     * @param sha256 whether that is wanted
     */
    MeasuredStream(
            InputStream bytes, long most, boolean sha256, @Nullable ChecksumAlgorithm algorithm) {
        this.bytes = bytes;
        this.most = most;
        this.sha256 = sha256 ? Digests.begin("SHA-256") : null;
        this.checksum = algorithm == null ? null : algorithm.begin();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int read = bytes.read(target, from, length);
        if (read > 0) {
            size += read;
            if (size > most) {
                throw new TooLargeException(most);
            }
            md5.update(target, from, read);
            if (sha256 != null) {
                sha256.update(target, from, read);
            }
            if (checksum != null) {
                checksum.update(target, from, read);
            }
        }
        return read;
    }

    /** Once, after the last byte. */
    Measured measured() {
        return new Measured(
                size,
                HEX.formatHex(md5.digest()),
                sha256 == null ? null : HEX.formatHex(sha256.digest()),
                checksum == null ? null : Base64.getEncoder().encodeToString(checksum.value()));
    }

    /** More bytes came than may. */
    static final class TooLargeException extends IOException {

        TooLargeException(long most) {
            super("more than %d bytes came".formatted(most));
        }
    }
}

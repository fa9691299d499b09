package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.edge.BadSignatureException.Flaw;
import dev.meterlark.shared.RefusedException;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/** A body whose SHA-256 was signed: its end comes only when it has it. */
final class HashedBody extends InputStream {

    private final InputStream bytes;
    private final byte[] signed;
    private final MessageDigest digest = Signature.sha256();
    private boolean ended;

    /**
     * @param sha256 in hexadecimal digits
     */
    HashedBody(InputStream bytes, String sha256) {
        this.bytes = bytes;
        this.signed = sha256.toLowerCase(Locale.ROOT).getBytes(US_ASCII);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * @throws RefusedException instead of the end, when it is another body
     */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        int read = bytes.read(target, offset, length);
        if (read > 0) {
            digest.update(target, offset, read);
        } else if (read < 0) {
            String actual = HexFormat.of().formatHex(digest.digest());
            if (!MessageDigest.isEqual(signed, actual.getBytes(US_ASCII))) {
                throw SignatureRefusals.invalid(
                        Flaw.OTHER_BODY,
                        "X-Amz-Content-Sha256 is not the SHA-256 of the body that arrived, which is"
                                + " "
                                + actual);
            }
            ended = true;
        }
        return read;
    }
}

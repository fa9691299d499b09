package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.meterlark.shared.RefusedException;

import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The chain of signatures along a body in chunks: each covers its chunk and the one before it, and
 * the first is the head's. For one body, and one thread.
 */
final class ChunkSignatures {

    private static final String OF_NOTHING = Signature.sha256(new byte[0]);

    private final byte[] key;
    private final String when;
    private String before;

    ChunkSignatures(Signature head, byte[] secret) {
        this.key = head.scope().signingKey(secret);
        this.when = head.time() + '\n' + head.scope().text();
        this.before = head.signature();
    }

    /**
     * @param sha256 of the chunk, in hexadecimal digits
     * @throws RefusedException when it is another chunk, or in another place
     */
    void require(String signature, String sha256) {
        require(
                signature,
                "AWS4-HMAC-SHA256-PAYLOAD\n"
                        + when
                        + '\n'
                        + before
                        + '\n'
                        + OF_NOTHING
                        + '\n'
                        + sha256,
                "a chunk");
    }

    /**
     * @param trailers each {@code name:value}, with a line feed behind it
     */
    void requireTrailers(String signature, String trailers) {
        require(
                signature,
                "AWS4-HMAC-SHA256-TRAILER\n"
                        + when
                        + '\n'
                        + before
                        + '\n'
                        + Signature.sha256(trailers.getBytes(US_ASCII)),
                "the trailers");
    }

    private void require(String signature, String toSign, String what) {
        String expected = HexFormat.of().formatHex(Signature.hmac(key, toSign));
        if (!MessageDigest.isEqual(expected.getBytes(US_ASCII), signature.getBytes(US_ASCII))) {
            throw SignatureRefusals.invalid(
                    BadSignatureException.Flaw.MISMATCH,
                    "The signature of %s of the body does not match what arrived.".formatted(what));
        }
        before = expected;
    }
}

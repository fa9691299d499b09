package dev.meterlark.trigger.webhook;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMACs, compared so that the time says nothing of how much was right. */
final class Signatures {

    private static final byte[] NONE = {};

    private Signatures() {}

    /**
     * Whether one of these is of one of the keys. All are computed and compared, whichever it is.
     *
     * @param parts what was signed, one behind the other
     */
    static boolean anyMatches(
            String algorithm, List<byte[]> keys, List<byte[]> given, byte[]... parts) {
        boolean any = false;
        for (byte[] key : keys) {
            byte[] right = hmac(algorithm, key, parts);
            for (byte[] each : given) {
                any |= MessageDigest.isEqual(right, each);
            }
        }
        return any;
    }

    /** Empty, which is no signature, when it is no hex. */
    static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }

    /** Empty, which is no signature, when it is no base64. */
    static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}

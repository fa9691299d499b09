package dev.meterlark.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Hashes of random secrets. A fast hash is enough for what has more than 112 random bits; passwords
 * go through {@link PasswordHashing}.
 */
final class Sha256 {

    private Sha256() {}

    static byte[] of(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Takes the same time wherever the two differ. */
    static boolean fits(String secret, byte[] hash) {
        return MessageDigest.isEqual(of(secret), hash);
    }
}

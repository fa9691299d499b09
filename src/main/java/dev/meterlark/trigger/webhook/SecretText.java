package dev.meterlark.trigger.webhook;

import static dev.meterlark.trigger.webhook.Scheme.invalid;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Secrets as senders and we write them, and the keys that they stand for. */
final class SecretText {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String STANDARD = "whsec_";
    private static final int BYTES = 32;
    private static final int SHORTEST = 16;
    private static final int LONGEST_KEY = 64;
    private static final Pattern TEXT = Pattern.compile("[\\x20-\\x7e]{16,256}");

    private SecretText() {}

    static String random(Preset preset) {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return preset == Preset.STANDARD
                ? STANDARD + Base64.getEncoder().encodeToString(bytes)
                : HexFormat.of().formatHex(bytes);
    }

    /** An address that nobody guesses: 256 bits, in letters that need no encoding. */
    static String randomId() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Never repeats what is wrong: it may be most of a secret.
     *
     * @throws dev.meterlark.shared.RefusedException when it is none
     */
    static byte[] key(Preset preset, String secret) {
        if (preset == Preset.STANDARD) {
            return standard(secret);
        }
        if (!TEXT.matcher(secret).matches()) {
            throw invalid("secret must be 16 to 256 signs of ASCII, as the sender shows it");
        }
        return secret.getBytes(US_ASCII);
    }

    private static byte[] standard(String secret) {
        try {
            byte[] key =
                    Base64.getDecoder()
                            .decode(
                                    secret.startsWith(STANDARD)
                                            ? secret.substring(STANDARD.length())
                                            : "?");
            if (key.length >= SHORTEST && key.length <= LONGEST_KEY) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw noStandard();
        }
        throw noStandard();
    }

    private static RuntimeException noStandard() {
        return invalid("secret must be whsec_ and 16 to 64 bytes in base64");
    }
}

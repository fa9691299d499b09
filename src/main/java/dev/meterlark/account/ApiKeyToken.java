package dev.meterlark.account;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One key pair in its two forms. {@code id} and {@code secret} are an AWS access key id (20
 * characters) and secret (40 characters, 238 random bits); as a bearer token they are {@code
 * mlk_<id>_<secret><checksum>}. The checksum, a CRC-32 in six base-62 digits, lets typing errors
 * and secret scanners' false finds be told without a look-up; it protects nothing.
 */
record ApiKeyToken(String id, String secret) {

    private static final String BEGINNING = "mlk_";
    private static final String ID_BEGINNING = "MLAK";
    private static final int ID = 20;
    private static final int SECRET = 40;
    private static final int CHECKSUM = 6;
    private static final int SECRET_AT = BEGINNING.length() + ID + 1;
    private static final int LENGTH = SECRET_AT + SECRET + CHECKSUM;

    static ApiKeyToken make() {
        return new ApiKeyToken("MLAK" + RandomText.base32(16), RandomText.base62(40));
    }

    /** Empty when the form or the checksum is wrong. */
    static Optional<ApiKeyToken> parse(String token) {
        if (!hasForm(token)) {
            return Optional.empty();
        }
        ApiKeyToken key =
                new ApiKeyToken(
                        token.substring(BEGINNING.length(), SECRET_AT - 1),
                        token.substring(SECRET_AT, SECRET_AT + SECRET));
        return token.endsWith(key.checksum()) ? Optional.of(key) : Optional.empty();
    }

    /** Looked at character by character, because every call with a key asks. */
    private static boolean hasForm(String token) {
        if (token.length() != LENGTH
                || !token.startsWith(BEGINNING + ID_BEGINNING)
                || token.charAt(SECRET_AT - 1) != '_') {
            return false;
        }
        for (int i = BEGINNING.length(); i < LENGTH; i++) {
            char c = token.charAt(i);
            boolean ofId = c >= 'A' && c <= 'Z' || c >= '2' && c <= '7';
            boolean ofSecret = ofId || c >= '0' && c <= '9' || c >= 'a' && c <= 'z';
            if (i != SECRET_AT - 1 && !(i < SECRET_AT ? ofId : ofSecret)) {
                return false;
            }
        }
        return true;
    }

    String token() {
        return "mlk_" + id + "_" + secret + checksum();
    }

    private String checksum() {
        CRC32 crc = new CRC32();
        crc.update((id + "_" + secret).getBytes(US_ASCII));
        return RandomText.base62(crc.getValue(), 6);
    }

    @Override
    public String toString() {
        return "ApiKeyToken[" + id + "]";
    }
}

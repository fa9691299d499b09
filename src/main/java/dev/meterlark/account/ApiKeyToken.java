package dev.meterlark.account;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * One key pair in its two forms. {@code id} and {@code secret} are an AWS access key id (20
 * characters) and secret (40 characters, 238 random bits); as a bearer token they are {@code
 * mlk_<id>_<secret><checksum>}. The checksum, a CRC-32 in six base-62 digits, lets typing errors
 * and secret scanners' false finds be told without a look-up; it protects nothing.
 */
record ApiKeyToken(String id, String secret) {

    private static final Pattern FORM =
            Pattern.compile("mlk_(MLAK[A-Z2-7]{16})_([0-9A-Za-z]{40})([0-9A-Za-z]{6})");

    static ApiKeyToken make() {
        return new ApiKeyToken("MLAK" + RandomText.base32(16), RandomText.base62(40));
    }

    /** Empty when the form or the checksum is wrong. */
    static Optional<ApiKeyToken> parse(String token) {
        Matcher matcher = FORM.matcher(token);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ApiKeyToken key = new ApiKeyToken(matcher.group(1), matcher.group(2));
        return key.checksum().equals(matcher.group(3)) ? Optional.of(key) : Optional.empty();
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

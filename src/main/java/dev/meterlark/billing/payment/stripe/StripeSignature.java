package dev.meterlark.billing.payment.stripe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a body was signed by Stripe, and lately (https://docs.stripe.com/webhooks/signature):
 * over the bytes as they came, before anything reads them.
 */
record StripeSignature(String secret, Duration tolerance) {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int LONGEST_HEADER = 2_000;
    private static final int MOST_SIGNATURES = 10;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");

    /**
     * @param header {@code Stripe-Signature}
     * @return what is wrong; null when it is genuine
     */
    @Nullable String wrong(byte[] body, @Nullable String header, Instant now) {
        if (header == null || header.length() > LONGEST_HEADER) {
            return "the header Stripe-Signature is missing or too long";
        }
        List<String> members = Arrays.asList(header.split(","));
        String at = members.stream().filter(m -> m.startsWith("t=")).findFirst().orElse("t=");
        String seconds = at.substring(2);
        byte[] right = signature(seconds, body);
        boolean any = false;
        for (String member :
                members.stream().filter(m -> m.startsWith("v1=")).limit(MOST_SIGNATURES).toList()) {
            any |= MessageDigest.isEqual(right, member.substring(3).getBytes(US_ASCII));
        }
        if (!any || !SECONDS.matcher(seconds).matches()) {
            return "the signature does not fit";
        }
        Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now).abs();
        return off.compareTo(tolerance) <= 0
                ? null
                : "it was signed more than %s before or after it came".formatted(tolerance);
    }

    /** In hexadecimal digits, as the header has it. */
    private byte[] signature(String seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            mac.update((seconds + ".").getBytes(UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body)).getBytes(US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Without the secret, wherever it is logged. */
    @Override
    public String toString() {
        return "StripeSignature[tolerance=%s]".formatted(tolerance);
    }
}

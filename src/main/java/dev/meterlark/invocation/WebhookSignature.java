package dev.meterlark.invocation;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Headers by which a receiver knows who sent a body, when, and whether it came before, as Standard
 * Webhooks has them.
 */
public final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /**
     * @param id without a dot
     * @param keys each signs, so that the receiver may know any of them
     */
    public static Map<String, String> headers(
            String id, Instant now, byte[] body, List<byte[]> keys) {
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] before = (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
        Map<String, String> headers = new TreeMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put(
                "webhook-signature",
                keys.stream()
                        .map(key -> "v1," + signed(key, before, body))
                        .collect(Collectors.joining(" ")));
        return headers;
    }

    private static String signed(byte[] key, byte[] before, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(before);
            mac.update(body);
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + ALGORITHM, e);
        }
    }
}

package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.BadSignatureException.Flaw;
import dev.meterlark.shared.RefusedException;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An AWS signature (Version 4) as a request carries it, in a header or in its query. Within the
 * window of its time a signed request can be sent again, as with AWS: what must not happen twice
 * needs a token of its own.
 *
 * @param scope what the signing key was made for, and by whose secret
 * @param signedHeaders in lower case, in the order they were signed in
 * @param time as written: {@code 20150830T123600Z}
 * @param validFor from {@code time} on, of a pre-signed address; null when it is in a header
 * @param signature in hexadecimal digits
 */
record Signature(
        SignatureScope scope,
        List<String> signedHeaders,
        String time,
        Optional<Duration> validFor,
        String signature) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final Duration SKEW = Duration.ofMinutes(15);
    static final String PAYLOAD_HASH = "x-amz-content-sha256";

    /** Empty when the request carries none. */
    static Optional<Signature> in(SignedRequest request) {
        return SignatureForm.read(request);
    }

    String keyId() {
        return scope.keyId();
    }

    /**
     * Returns when the secret's owner has signed this request for this service, not long ago.
     *
     * @throws RefusedException naming what does not hold
     */
    void verify(SignedRequest request, byte[] secret, String service, Instant now) {
        requireUsable(request, service, now);
        verify(request, secret, payloadHash(request), CanonicalRequest.paths(request.path()));
    }

    /**
     * The same of all but the body, by S3's rules: whoever reads the body holds it to {@link
     * SaidOfBody what the head says of it}.
     *
     * @throws RefusedException naming what does not hold
     */
    void verifyHead(SignedRequest request, byte[] secret, String service, Instant now) {
        requireUsable(request, service, now);
        String said = SaidOfBody.text(request, validFor.isPresent());
        verify(request, secret, said, CanonicalRequest.pathsOfObjects(request.path()));
    }

    private void requireUsable(SignedRequest request, String service, Instant now) {
        scope.requireService(service);
        requireCurrent(now);
        requireSigned(request);
    }

    private void verify(
            SignedRequest request, byte[] secret, String payloadHash, Set<String> paths) {
        byte[] key = scope.signingKey(secret);
        for (String form : CanonicalRequest.forms(request, paths, signedHeaders, payloadHash)) {
            if (fits(key, form)) {
                return;
            }
        }
        throw SignatureRefusals.mismatch();
    }

    private boolean fits(byte[] key, String canonical) {
        String expected = of(canonical, time, scope, key);
        return MessageDigest.isEqual(expected.getBytes(US_ASCII), signature.getBytes(US_ASCII));
    }

    /**
     * The signature of a request in hexadecimal digits.
     *
     * @param key that the scope makes of a secret
     */
    static String of(String canonical, String time, SignatureScope scope, byte[] key) {
        String toSign =
                ALGORITHM
                        + '\n'
                        + time
                        + '\n'
                        + scope.text()
                        + '\n'
                        + sha256(canonical.getBytes(UTF_8));
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private void requireCurrent(Instant now) {
        Instant signedAt = SignatureForm.instant(time);
        if (!time.startsWith(scope.date())) {
            throw SignatureRefusals.invalid(
                    Flaw.OTHER_SCOPE,
                    "The date of the credential scope, %s, is not that of the request, %s."
                            .formatted(scope.date(), time));
        }
        if (signedAt.isAfter(now.plus(SKEW))) {
            throw SignatureRefusals.invalid(
                    validFor.isPresent() ? Flaw.EXPIRED : Flaw.SKEWED,
                    "Signature not yet current: %s is more than 15 minutes ahead of this clock."
                            .formatted(time));
        }
        Instant last = signedAt.plus(validFor.orElse(SKEW));
        if (now.isAfter(last)) {
            throw SignatureRefusals.invalid(
                    validFor.isPresent() ? Flaw.EXPIRED : Flaw.SKEWED,
                    "Signature expired: %s is too long ago; it was good until %s."
                            .formatted(time, last));
        }
    }

    private void requireSigned(SignedRequest request) {
        if (!signedHeaders.contains("host")) {
            throw SignatureRefusals.invalid(
                    Flaw.UNSIGNED_HEADER, "'Host' must be a signed header.");
        }
        for (String name : signedHeaders) {
            if (request.values(name).isEmpty()) {
                throw SignatureRefusals.invalid(
                        Flaw.UNSIGNED_HEADER,
                        "A signed header is not in the request: " + SignatureForm.shown(name));
            }
        }
        for (String name : request.headers().keySet()) {
            boolean covered = name.equals("x-amz-date") || name.equals(PAYLOAD_HASH);
            if (name.startsWith("x-amz-") && !covered && !signedHeaders.contains(name)) {
                throw SignatureRefusals.invalid(
                        Flaw.UNSIGNED_HEADER,
                        "A header of AWS's is in the request but not signed: "
                                + SignatureForm.shown(name));
            }
        }
    }

    /** What the request says of its body, once it is found to be true. */
    private static String payloadHash(SignedRequest request) {
        String actual = sha256(request.body());
        List<String> said = request.values(PAYLOAD_HASH);
        if (said.isEmpty()) {
            return actual;
        }
        String hash = said.getFirst().strip();
        if (hash.equals("UNSIGNED-PAYLOAD") || hash.startsWith("STREAMING-")) {
            throw SignatureRefusals.invalid(
                    Flaw.OTHER_BODY,
                    "The body must be signed: %s is not offered here; send the body's SHA-256."
                            .formatted(hash.substring(0, Math.min(hash.length(), 64))));
        }
        byte[] lower = hash.toLowerCase(Locale.ROOT).getBytes(UTF_8);
        if (said.size() > 1 || !MessageDigest.isEqual(lower, actual.getBytes(US_ASCII))) {
            throw SignatureRefusals.invalid(
                    Flaw.OTHER_BODY,
                    "X-Amz-Content-Sha256 is not the SHA-256 of the body that arrived.");
        }
        return hash;
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA256", e);
        }
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}

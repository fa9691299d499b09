package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.BadSignatureException.Flaw;
import dev.meterlark.shared.RefusedException;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signed address of S3's in AWS's second version, which the AWS CLI and boto3 still make in the
 * region {@code us-east-1} unless they are told otherwise. It covers method, path, the parameters
 * that change what is done, and AWS's headers, but no other and no body; it ends when it says, and
 * no later than the fourth version's could.
 */
record OldSignature(String keyId, String expires, String signature) {

    private static final String KEY_ID = "AWSAccessKeyId";
    private static final String SIGNATURE = "Signature";
    private static final String EXPIRES = "Expires";
    private static final String MOUNTED = "/s3";
    private static final Duration LONGEST = Duration.ofDays(7).plusMinutes(15);

    /** The parameters that it covers. */
    private static final Set<String> COVERED =
            Set.of(
                    "accelerate",
                    "acl",
                    "analytics",
                    "cors",
                    "delete",
                    "encryption",
                    "inventory",
                    "lifecycle",
                    "location",
                    "logging",
                    "metrics",
                    "notification",
                    "object-lock",
                    "partNumber",
                    "policy",
                    "replication",
                    "requestPayment",
                    "response-cache-control",
                    "response-content-disposition",
                    "response-content-encoding",
                    "response-content-language",
                    "response-content-type",
                    "response-expires",
                    "restore",
                    "select",
                    "select-type",
                    "storageClass",
                    "tagging",
                    "torrent",
                    "uploadId",
                    "uploads",
                    "versionId",
                    "versioning",
                    "versions",
                    "website");

    static boolean isIn(String query) {
        return query.contains(KEY_ID + "=")
                && query.contains(SIGNATURE + "=")
                && query.contains(EXPIRES + "=");
    }

    /**
     * @throws RefusedException when it lacks something
     */
    static OldSignature of(SignedRequest request) {
        Map<String, String> parameters = parameters(request.query());
        String keyId = parameters.get(KEY_ID);
        String expires = parameters.get(EXPIRES);
        String signature = parameters.get(SIGNATURE);
        if (keyId == null || expires == null || signature == null) {
            throw SignatureRefusals.incomplete(
                    "The query needs one each of %s, %s and %s."
                            .formatted(KEY_ID, EXPIRES, SIGNATURE));
        }
        if (!request.values("x-amz-security-token").isEmpty()
                || parameters.containsKey("x-amz-security-token")) {
            throw SignatureRefusals.invalid(
                    Flaw.SESSION_TOKEN,
                    "There are no temporary credentials here: sign with an API key's id and"
                            + " secret.");
        }
        return new OldSignature(keyId, expires, signature);
    }

    /**
     * @throws RefusedException naming what does not hold
     */
    void verify(SignedRequest request, byte[] secret, Instant now) {
        Instant end = end();
        if (now.isAfter(end)) {
            throw SignatureRefusals.invalid(
                    Flaw.EXPIRED, "Request has expired: it was good until %s.".formatted(end));
        }
        if (end.isAfter(now.plus(LONGEST))) {
            throw SignatureRefusals.incomplete("An address may be good for 7 days at most.");
        }
        for (String path : paths(request.path())) {
            String expected =
                    Base64.getEncoder().encodeToString(hmac(secret, toSign(request, path)));
            if (MessageDigest.isEqual(expected.getBytes(US_ASCII), signature.getBytes(UTF_8))) {
                return;
            }
        }
        throw SignatureRefusals.mismatch();
    }

    /** As it was sent; and from the bucket on, which is how its makers see it. */
    private static List<String> paths(String path) {
        return path.startsWith(MOUNTED + "/")
                ? List.of(path, path.substring(MOUNTED.length()))
                : List.of(path);
    }

    private Instant end() {
        if (!expires.matches("[0-9]{1,11}")) {
            throw SignatureRefusals.incomplete(
                    "Expires must be the seconds since 1970, was: " + SignatureForm.shown(expires));
        }
        return Instant.ofEpochSecond(Long.parseLong(expires));
    }

    private String toSign(SignedRequest request, String path) {
        StringBuilder text = new StringBuilder(256);
        text.append(request.method())
                .append('\n')
                .append(first(request, "content-md5"))
                .append('\n')
                .append(first(request, "content-type"))
                .append('\n')
                .append(expires)
                .append('\n');
        new TreeMap<>(request.headers())
                .forEach(
                        (name, values) -> {
                            if (name.startsWith("x-amz-")) {
                                text.append(name)
                                        .append(':')
                                        .append(String.join(",", values).strip())
                                        .append('\n');
                            }
                        });
        return text.append(path).append(covered(request.query())).toString();
    }

    private static String first(SignedRequest request, String header) {
        List<String> values = request.values(header);
        return values.isEmpty() ? "" : values.getFirst().strip();
    }

    private static String covered(String query) {
        List<String> covered = new ArrayList<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (COVERED.contains(name)) {
                covered.add(equals < 0 ? name : name + "=" + decoded(pair.substring(equals + 1)));
            }
        }
        covered.sort(null);
        return covered.isEmpty() ? "" : "?" + String.join("&", covered);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && parameters.put(
                                    pair.substring(0, equals), decoded(pair.substring(equals + 1)))
                            != null) {
                throw SignatureRefusals.incomplete("The query names one of its parameters twice.");
            }
        }
        return parameters;
    }

    private static String decoded(String value) {
        return new String(PercentEncoding.decode(value), UTF_8);
    }

    private static byte[] hmac(byte[] secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HmacSHA1", e);
        }
    }
}

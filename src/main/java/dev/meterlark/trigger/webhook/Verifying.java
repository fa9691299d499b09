package dev.meterlark.trigger.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.ingress.HookRequest;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a request was signed by one who knows the secret, in its sender's way, not too long ago.
 * The body is read by nobody before that.
 */
record Verifying(WebhookTrigger terms, List<byte[]> keys) {

    private static final String SHA256 = "HmacSHA256";
    private static final String SHA512 = "HmacSHA512";
    private static final byte[] DOT = {'.'};
    private static final int MOST_SIGNATURES = 10;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Verdict UNSIGNED = new Verdict.Wrong("a delivery had no signature");
    private static final Verdict FORGED =
            new Verdict.Wrong("the signature of a delivery did not fit: is it another secret?");

    Verdict verdict(HookRequest request) {
        return switch (terms.known()) {
            case STANDARD -> standard(request);
            case GITHUB -> github(request);
            case STRIPE -> stripe(request);
            case SLACK -> slack(request);
            case GENERIC -> generic(request);
        };
    }

    /**
     * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
     */
    private Verdict standard(HookRequest request) {
        String id = request.header("webhook-id");
        String at = request.header("webhook-timestamp");
        String signatures = request.header("webhook-signature");
        if (id == null || at == null || signatures == null || !ID.matcher(id).matches()) {
            return UNSIGNED;
        }
        List<byte[]> given = given(signatures.split(" "), "v1,", Signatures::base64);
        byte[] head = (id + "." + at + ".").getBytes(UTF_8);
        return judged(request, SHA256, given, at, () -> genuine(id), head, request.body());
    }

    private Verdict github(HookRequest request) {
        String signature = request.header("x-hub-signature-256");
        if (signature == null) {
            return UNSIGNED;
        }
        List<byte[]> given = given(new String[] {signature}, "sha256=", Signatures::hex);
        String subject = request.header("x-github-event");
        return judged(
                request,
                SHA256,
                given,
                null,
                () ->
                        new Verdict.Genuine(
                                named(request.header("x-github-delivery"), request), subject),
                request.body());
    }

    private Verdict stripe(HookRequest request) {
        String header = request.header("stripe-signature");
        if (header == null) {
            return UNSIGNED;
        }
        String[] members = header.split(",");
        String at =
                Arrays.stream(members)
                        .filter(each -> each.startsWith("t="))
                        .map(each -> each.substring(2))
                        .findFirst()
                        .orElse("");
        List<byte[]> given = given(members, "v1=", Signatures::hex);
        return judged(
                request,
                SHA256,
                given,
                at,
                () -> {
                    JsonNode event = json(request.body());
                    String type = event.path("type").asString("");
                    return new Verdict.Genuine(
                            named(event.path("id").asString(""), request),
                            type.isEmpty() ? null : type);
                },
                at.getBytes(UTF_8),
                DOT,
                request.body());
    }

    private Verdict slack(HookRequest request) {
        String signature = request.header("x-slack-signature");
        String at = request.header("x-slack-request-timestamp");
        if (signature == null || at == null) {
            return UNSIGNED;
        }
        List<byte[]> given = given(new String[] {signature}, "v0=", Signatures::hex);
        byte[] head = ("v0:" + at + ":").getBytes(UTF_8);
        return judged(request, SHA256, given, at, () -> told(request), head, request.body());
    }

    private static Verdict told(HookRequest request) {
        JsonNode event = json(request.body());
        String type = event.path("type").asString("");
        if (type.equals("url_verification")) {
            return new Verdict.Challenge(event.path("challenge").asString(""));
        }
        return new Verdict.Genuine(
                named(event.path("event_id").asString(""), request), type.isEmpty() ? null : type);
    }

    private Verdict generic(HookRequest request) {
        Scheme scheme = terms.scheme();
        String signature = scheme == null ? null : request.header(scheme.header());
        if (scheme == null || signature == null) {
            return UNSIGNED;
        }
        String algorithm = scheme.algorithm().equals("sha512") ? SHA512 : SHA256;
        Function<String, byte[]> decoded =
                scheme.encoding().equals("base64") ? Signatures::base64 : Signatures::hex;
        List<byte[]> given = given(new String[] {signature}, scheme.prefix(), decoded);
        String idHeader = scheme.idHeader();
        Ended genuine =
                () -> genuine(named(idHeader == null ? null : request.header(idHeader), request));
        String timestampHeader = scheme.timestampHeader();
        if (timestampHeader == null) {
            return judged(request, algorithm, given, null, genuine, request.body());
        }
        String at = request.header(timestampHeader);
        return at == null
                ? UNSIGNED
                : judged(
                        request,
                        algorithm,
                        given,
                        at,
                        genuine,
                        at.getBytes(UTF_8),
                        DOT,
                        request.body());
    }

    /** What a delivery is, once it is known to be signed. */
    private interface Ended {

        Verdict verdict();
    }

    /**
     * @param at seconds since 1970, as they were signed; null when they are not
     */
    private Verdict judged(
            HookRequest request,
            String algorithm,
            List<byte[]> given,
            @Nullable String at,
            Ended genuine,
            byte[]... signed) {
        if (given.isEmpty()) {
            return UNSIGNED;
        }
        if (!Signatures.anyMatches(algorithm, keys, given, signed)) {
            return FORGED;
        }
        return at == null || isFresh(at, request) ? genuine.verdict() : stale();
    }

    private boolean isFresh(String at, HookRequest request) {
        return SECONDS.matcher(at).matches()
                && Duration.ofSeconds(
                                        Math.subtractExact(
                                                request.arrival().getEpochSecond(),
                                                Long.parseLong(at)))
                                .abs()
                                .compareTo(Duration.ofSeconds(terms.tolerance()))
                        <= 0;
    }

    private Verdict stale() {
        return new Verdict.Wrong(
                "a delivery was signed more than %d seconds before or after it came"
                        .formatted(terms.tolerance()));
    }

    private static List<byte[]> given(
            String[] texts, String prefix, Function<String, byte[]> decoded) {
        return Stream.of(texts)
                .filter(each -> each.startsWith(prefix))
                .limit(MOST_SIGNATURES)
                .map(each -> decoded.apply(each.substring(prefix.length())))
                .filter(each -> each.length > 0)
                .toList();
    }

    private static Verdict genuine(String id) {
        return new Verdict.Genuine(id, null);
    }

    /** What the sender calls it; without a name, the same bytes are the same delivery. */
    private static String named(@Nullable String id, HookRequest request) {
        return id != null && ID.matcher(id).matches() ? id : "sha256:" + digest(request.body());
    }

    private static String digest(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A missing node when it is none. */
    private static JsonNode json(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}

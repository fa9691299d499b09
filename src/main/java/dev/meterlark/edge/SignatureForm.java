package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.BadSignatureException.Flaw;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The two ways in which a request carries a signature: in its headers, or in its query. */
final class SignatureForm {

    private static final String SIGV4A = "AWS4-ECDSA-P256-SHA256";
    private static final int SIGNATURE_DIGITS = 64;
    private static final long LONGEST_EXPIRY_SECONDS = 604_800;
    private static final int MOST_HEADERS = 100;
    private static final int SHOWN = 64;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private SignatureForm() {}

    static Optional<Signature> read(SignedRequest request) {
        List<String> authorization = request.values("authorization");
        boolean header = authorization.stream().anyMatch(SignatureForm::isOurs);
        boolean query = request.query().contains("X-Amz-Algorithm=");
        if (!header && !query) {
            return Optional.empty();
        }
        if (authorization.size() > (query ? 0 : 1)) {
            throw SignatureRefusals.incomplete(
                    "A request is signed once: in one Authorization header, or in its query.");
        }
        if (!request.values("x-amz-security-token").isEmpty()
                || request.query().contains("X-Amz-Security-Token=")) {
            throw SignatureRefusals.invalid(
                    Flaw.SESSION_TOKEN,
                    "There are no temporary credentials here: sign with an API key's id and secret,"
                            + " without a session token.");
        }
        return Optional.of(query ? inQuery(request) : inHeader(request, authorization.getFirst()));
    }

    private static boolean isOurs(String authorization) {
        return authorization.startsWith("AWS4-");
    }

    private static Signature inHeader(SignedRequest request, String authorization) {
        int blank = authorization.indexOf(' ');
        requireAlgorithm(blank < 0 ? authorization : authorization.substring(0, blank));
        Map<String, String> parts = new HashMap<>();
        for (String part : authorization.substring(blank + 1).split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            }
        }
        return signature(
                part(parts, "Credential", "The Authorization header"),
                part(parts, "SignedHeaders", "The Authorization header"),
                time(request),
                Optional.empty(),
                part(parts, "Signature", "The Authorization header"));
    }

    private static Signature inQuery(SignedRequest request) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : request.query().split("&")) {
            int equals = pair.indexOf('=');
            if (pair.startsWith("X-Amz-") && equals > 0) {
                String value =
                        new String(PercentEncoding.decode(pair.substring(equals + 1)), UTF_8);
                if (parameters.put(pair.substring(0, equals), value) != null) {
                    throw SignatureRefusals.incomplete(
                            "The query has %s twice.".formatted(shown(pair.substring(0, equals))));
                }
            }
        }
        requireAlgorithm(part(parameters, "X-Amz-Algorithm", "The query"));
        return signature(
                part(parameters, "X-Amz-Credential", "The query"),
                part(parameters, "X-Amz-SignedHeaders", "The query"),
                part(parameters, "X-Amz-Date", "The query"),
                Optional.of(expiry(part(parameters, "X-Amz-Expires", "The query"))),
                part(parameters, CanonicalRequest.QUERY_SIGNATURE, "The query"));
    }

    private static Signature signature(
            String credential,
            String signedHeaders,
            String time,
            Optional<Duration> validFor,
            String signature) {
        List<String> names = List.of(signedHeaders.split(";"));
        if (names.size() > MOST_HEADERS || !names.stream().allMatch(SignatureForm::isLowerCase)) {
            throw SignatureRefusals.incomplete(
                    "SignedHeaders must be at most %d names in lower case, with semicolons between."
                            .formatted(MOST_HEADERS));
        }
        if (signature.length() != SIGNATURE_DIGITS || !isHex(signature)) {
            throw SignatureRefusals.incomplete(
                    "A signature has %d hexadecimal digits in lower case."
                            .formatted(SIGNATURE_DIGITS));
        }
        return new Signature(SignatureScope.parse(credential), names, time, validFor, signature);
    }

    private static void requireAlgorithm(String algorithm) {
        if (algorithm.equals(SIGV4A)) {
            throw SignatureRefusals.incomplete(
                    "Signatures of several regions (%s) are not offered here; sign with %s."
                            .formatted(SIGV4A, Signature.ALGORITHM));
        }
        if (!algorithm.equals(Signature.ALGORITHM)) {
            throw SignatureRefusals.incomplete(
                    "Unsupported AWS 'algorithm': '%s'.".formatted(shown(algorithm)));
        }
    }

    private static String part(Map<String, String> parts, String name, String where) {
        String value = parts.get(name);
        if (value == null || value.isEmpty()) {
            throw SignatureRefusals.incomplete(
                    "%s lacks '%s' of the signature.".formatted(where, name));
        }
        return value;
    }

    private static Duration expiry(String seconds) {
        try {
            long number = Long.parseLong(seconds);
            if (number >= 1 && number <= LONGEST_EXPIRY_SECONDS) {
                return Duration.ofSeconds(number);
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw SignatureRefusals.incomplete(
                "X-Amz-Expires must be from 1 to %d seconds, was: %s"
                        .formatted(LONGEST_EXPIRY_SECONDS, shown(seconds)));
    }

    private static String time(SignedRequest request) {
        List<String> own = request.values("x-amz-date");
        if (own.size() == 1) {
            return own.getFirst().strip();
        }
        List<String> date = request.values("date");
        String standard = own.isEmpty() && date.size() == 1 ? standard(date.getFirst()) : null;
        if (standard == null) {
            throw SignatureRefusals.incomplete(
                    "A signed request needs one 'X-Amz-Date' or 'Date' header.");
        }
        return standard;
    }

    private static @Nullable String standard(String date) {
        try {
            return text(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip())));
        } catch (DateTimeException e) {
            return date.strip();
        }
    }

    /**
     * @throws RefusedException when it is none
     */
    static Instant instant(String time) {
        try {
            return LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw SignatureRefusals.incomplete(
                    "A time must be like 20150830T123600Z, was: " + shown(time));
        }
    }

    /** As it stands in a request. */
    static String text(Instant at) {
        return TIME.format(at.atOffset(ZoneOffset.UTC));
    }

    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars().limit(SHOWN).forEach(c -> shown.append(c < 0x20 || c > 0x7e ? '?' : (char) c));
        return shown.toString();
    }

    private static boolean isLowerCase(String name) {
        return !name.isEmpty() && name.chars().noneMatch(c -> c >= 'A' && c <= 'Z');
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }
}

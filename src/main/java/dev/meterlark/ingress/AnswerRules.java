package dev.meterlark.ingress;

import dev.meterlark.edge.ConsoleCookies;

import io.netty.handler.codec.http.HttpHeaders;

import java.util.Locale;
import java.util.Set;

/**
 * What of a function's headers goes out, and what does not: whatever frames the message is ours,
 * what would touch other origins is left out, and what is no header at all spoils the answer.
 */
final class AnswerRules {

    private static final int MOST_BYTES = 64 * 1024;

    /** Ours to say, or of one connection only; {@code service-worker-allowed} widens a scope. */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "connection",
                    "content-length",
                    "date",
                    "keep-alive",
                    "proxy-authenticate",
                    "proxy-connection",
                    "server",
                    "service-worker-allowed",
                    "te",
                    "traceparent",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "x-amzn-requestid",
                    "x-amzn-errortype");

    /** What holds for a whole host, where all functions share one. */
    private static final Set<String> LEFT_OUT_IN_PATHS =
            Set.of(
                    "alt-svc",
                    "clear-site-data",
                    "nel",
                    "public-key-pins",
                    "report-to",
                    "reporting-endpoints",
                    "strict-transport-security");

    private static final Set<String> ACTIVE =
            Set.of(
                    "text/html",
                    "application/xhtml+xml",
                    "image/svg+xml",
                    "text/xml",
                    "application/xml");

    private final Target target;
    private final boolean withCors;
    private final boolean withKey;
    private int bytes;

    /**
     * @param withCors whether the URL's own rules say what CORS headers there are
     * @param withKey whether only those with a key get this answer
     */
    AnswerRules(Target target, boolean withCors, boolean withKey) {
        this.target = target;
        this.withCors = withCors;
        this.withKey = withKey;
    }

    /**
     * @throws BadAnswerException when a header is none, or all together are too many
     */
    void write(HttpAnswer answer, HttpHeaders headers) {
        for (HttpAnswer.Field field : answer.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            check(name, field.value());
            if (name.equals("set-cookie")) {
                addCookie(field.value(), headers);
            } else if (isPassedOn(name)) {
                headers.add(name, shareable(name, field.value()));
            }
        }
        for (String cookie : answer.cookies()) {
            check("set-cookie", cookie);
            addCookie(cookie, headers);
        }
        if (target.shared()) {
            confine(headers);
        }
    }

    /** A cache on the way, shared by many, must not hand on what needed a key. */
    private String shareable(String name, String value) {
        if (!withKey || !name.equals("cache-control")) {
            return value;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        return lower.contains("public") || lower.contains("s-maxage") ? "private" : value;
    }

    private boolean isPassedOn(String name) {
        return !LEFT_OUT.contains(name)
                && !name.startsWith("meterlark-")
                && !(withCors && name.startsWith("access-control-"))
                && !(target.shared() && LEFT_OUT_IN_PATHS.contains(name));
    }

    private void check(String name, String value) {
        bytes += name.length() + value.length() + 4;
        if (bytes > MOST_BYTES) {
            throw new BadAnswerException(
                    "all headers together have more than %d bytes".formatted(MOST_BYTES));
        }
        if (name.isEmpty() || !name.chars().allMatch(AnswerRules::isTokenCharacter)) {
            throw new BadAnswerException("a header's name holds what no name may hold");
        }
        if (!value.chars().allMatch(c -> c >= 0x20 && c != 0x7f && c <= 0xff || c == '\t')) {
            throw new BadAnswerException(
                    "the value of the header %s holds what no value may hold".formatted(name));
        }
    }

    private static boolean isTokenCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** Without what would hand it to other hosts; where hosts are shared, for its own path only. */
    private void addCookie(String cookie, HttpHeaders headers) {
        if (ConsoleCookies.isOne(cookie)) {
            return;
        }
        StringBuilder kept = new StringBuilder(cookie.length() + 32);
        int from = 0;
        while (from <= cookie.length()) {
            int semicolon = cookie.indexOf(';', from);
            int end = semicolon < 0 ? cookie.length() : semicolon;
            String part = cookie.substring(from, end).strip();
            if (from == 0) {
                kept.append(part);
            } else if (!part.isEmpty() && isKept(part)) {
                kept.append("; ").append(part);
            }
            from = end + 1;
        }
        if (target.shared()) {
            kept.append("; Path=").append(target.prefix());
        }
        headers.add("set-cookie", kept.toString());
    }

    private boolean isKept(String attribute) {
        int equals = attribute.indexOf('=');
        String name = (equals < 0 ? attribute : attribute.substring(0, equals)).strip();
        return !name.equalsIgnoreCase("domain")
                && !(target.shared() && name.equalsIgnoreCase("path"));
    }

    /** A page of one function may not act as a page of another's. */
    private static void confine(HttpHeaders headers) {
        String type = String.valueOf(headers.get("content-type"));
        int end = type.indexOf(';');
        String media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        if (ACTIVE.contains(media) || media.endsWith("+xml")) {
            headers.add("content-security-policy", "sandbox");
        }
        headers.set("x-content-type-options", "nosniff");
    }
}

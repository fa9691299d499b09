package dev.meterlark.edge;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place in a trace from which a function asks for something: its own span where it says one,
 * else its call's, which a relay adds.
 */
final class SaidTrace {

    private static final Pattern W3C =
            Pattern.compile(
                    "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern ROOT = Pattern.compile("Root=1-([0-9a-f]{8})-([0-9a-f]{24})");
    private static final Pattern PARENT = Pattern.compile("Parent=([0-9a-f]{16})");
    private static final Pattern SAMPLED = Pattern.compile("Sampled=([01])");
    private static final int MOST = 512;

    private SaidTrace() {}

    /** In W3C's form, 55 characters; null when none is said. */
    static @Nullable String of(HttpServletRequest request) {
        String traceparent = request.getHeader("traceparent");
        return traceparent != null && W3C.matcher(traceparent).matches()
                ? traceparent
                : amazon(request.getHeader("X-Amzn-Trace-Id"));
    }

    private static @Nullable String amazon(@Nullable String said) {
        if (said == null || said.length() > MOST) {
            return null;
        }
        Matcher root = ROOT.matcher(said);
        Matcher parent = PARENT.matcher(said);
        Matcher sampled = SAMPLED.matcher(said);
        if (!root.find() || !parent.find()) {
            return null;
        }
        String kept = sampled.find() ? "0" + sampled.group(1) : "00";
        String trace = root.group(1) + root.group(2);
        return "00-%s-%s-%s".formatted(trace, parent.group(1), kept);
    }
}

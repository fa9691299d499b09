package dev.meterlark.telemetry.traces;

import dev.meterlark.invocation.TraceContext;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An attempt's place in a trace. Its span's id is made of its own, so that whoever knows the call
 * knows its span.
 *
 * @param trace 32 hexadecimal digits
 * @param span 16 of them
 * @param parent span of whoever called; null when nobody said one
 * @param sampled whether its spans are kept
 */
record SpanContext(String trace, String span, @Nullable String parent, boolean sampled) {

    private static final Pattern AMAZON =
            Pattern.compile("(?:^|.*;)Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;.*|$)");
    private static final Pattern PARENT =
            Pattern.compile("(?:^|.*;)Parent=([0-9a-f]{16})(?:;.*|$)");
    private static final Pattern SAMPLED = Pattern.compile("(?:^|.*;)Sampled=([01])(?:;.*|$)");
    private static final Pattern W3C =
            Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]([0-9a-f])(?:-.*)?");
    private static final int MOST = 512;

    /** Spreads attempts of one call over the ids. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /**
     * @param share of the traces that begin here that are kept
     */
    static SpanContext of(
            TraceContext said, InvocationId call, int attempt, Instant arrival, double share) {
        String span = span(call, attempt);
        String amazon = said.amazon();
        if (amazon != null && amazon.length() <= MOST) {
            Matcher root = AMAZON.matcher(amazon);
            if (root.matches()) {
                String trace = root.group(1) + root.group(2);
                String sampled = group(SAMPLED, amazon);
                return new SpanContext(
                        trace,
                        span,
                        group(PARENT, amazon),
                        sampled == null ? isChosen(trace, share) : sampled.equals("1"));
            }
        }
        Matcher parent =
                said.traceparent() == null || said.traceparent().length() > MOST
                        ? null
                        : W3C.matcher(said.traceparent());
        if (parent != null && parent.matches()) {
            boolean sampled = (Integer.parseInt(parent.group(3), 16) & 1) == 1;
            return new SpanContext(parent.group(1), span, parent.group(2), sampled);
        }
        String second = HexFormat.of().toHexDigits((int) arrival.getEpochSecond());
        String trace = second + call.toString().replace("-", "").substring(8);
        return new SpanContext(trace, span, null, isChosen(trace, share));
    }

    /** As {@code X-Amzn-Trace-Id} and {@code Lambda-Runtime-Trace-Id} have it. */
    String amazon() {
        return "Root=1-%s-%s;Parent=%s;Sampled=%d"
                .formatted(trace.substring(0, 8), trace.substring(8), span, sampled ? 1 : 0);
    }

    private static String span(InvocationId call, int attempt) {
        long id = call.value().getLeastSignificantBits() ^ (attempt - 1) * GOLDEN;
        return HexFormat.of().toHexDigits(id == 0 ? 1 : id);
    }

    /** The same on every node, whoever asks. */
    private static boolean isChosen(String trace, double share) {
        long low = HexFormat.fromHexDigitsToLong(trace.substring(24)) & 0xffff_ffffL;
        return low < share * 0x1_0000_0000L;
    }

    private static @Nullable String group(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.matches() ? found.group(1) : null;
    }
}

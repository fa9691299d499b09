package dev.meterlark.invocation;

import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An attempt's place in a trace. Its span's id is made of its own, so that whoever knows the call
 * knows its span; so is the trace of a call that nobody said one for.
 *
 * @param trace 32 hexadecimal digits
 * @param span 16 of them
 * @param parent span of whoever called; null when nobody said one
 * @param sampled whether its spans are kept
 * @param state value of {@code tracestate}, which is handed on unread; null when there is none
 */
public record SpanContext(
        String trace,
        String span,
        @Nullable String parent,
        boolean sampled,
        @Nullable String state) {

    private static final Pattern AMAZON =
            Pattern.compile("(?:^|.*;)Root=1-([0-9a-f]{8})-([0-9a-f]{24})(?:;.*|$)");
    private static final Pattern PARENT =
            Pattern.compile("(?:^|.*;)Parent=([0-9a-f]{16})(?:;.*|$)");
    private static final Pattern SAMPLED = Pattern.compile("(?:^|.*;)Sampled=([01])(?:;.*|$)");
    private static final Pattern W3C =
            Pattern.compile(
                    "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]([0-9a-f])(?:-.*)?");
    private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e]{1,512}");
    private static final int MOST = 512;

    /** Spreads attempts of one call over the ids. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /**
     * The form of W3C goes before AWS's where both are said: a load balancer on the way adds the
     * latter to whatever passes.
     *
     * @param share of the traces that begin here that are kept
     */
    static SpanContext of(TraceContext said, InvocationId call, int attempt, double share) {
        String span = span(call, attempt);
        SpanContext known = w3c(said, span);
        if (known == null) {
            known = amazon(said, span, share);
        }
        if (known != null) {
            return known;
        }
        String trace = traceOf(call);
        return new SpanContext(trace, span, null, isChosen(trace, share), null);
    }

    private static @Nullable SpanContext w3c(TraceContext said, String span) {
        String traceparent = said.traceparent();
        if (traceparent == null || traceparent.length() > MOST) {
            return null;
        }
        Matcher parent = W3C.matcher(traceparent);
        if (!parent.matches()) {
            return null;
        }
        boolean sampled = (Integer.parseInt(parent.group(3), 16) & 1) == 1;
        String state = said.tracestate();
        return new SpanContext(
                parent.group(1),
                span,
                parent.group(2),
                sampled,
                state != null && STATE.matcher(state).matches() ? state : null);
    }

    private static @Nullable SpanContext amazon(TraceContext said, String span, double share) {
        String amazon = said.amazon();
        if (amazon == null || amazon.length() > MOST) {
            return null;
        }
        Matcher root = AMAZON.matcher(amazon);
        if (!root.matches()) {
            return null;
        }
        String trace = root.group(1) + root.group(2);
        String sampled = group(SAMPLED, amazon);
        return new SpanContext(
                trace,
                span,
                group(PARENT, amazon),
                sampled == null ? isChosen(trace, share) : sampled.equals("1"),
                null);
    }

    /** As {@code X-Amzn-Trace-Id} and {@code Lambda-Runtime-Trace-Id} have it. */
    public String amazon() {
        return "Root=1-"
                + trace.substring(0, 8)
                + '-'
                + trace.substring(8)
                + ";Parent="
                + span
                + (sampled ? ";Sampled=1" : ";Sampled=0");
    }

    /** As W3C's header has it: whoever is told is below this attempt. */
    public String traceparent() {
        return "00-" + trace + '-' + span + (sampled ? "-01" : "-00");
    }

    /** What a call is told that this one makes. */
    public TraceContext below() {
        return new TraceContext(null, traceparent(), state);
    }

    private static String span(InvocationId call, int attempt) {
        long id = call.value().getLeastSignificantBits() ^ (attempt - 1) * GOLDEN;
        return HexFormat.of().toHexDigits(id == 0 ? 1 : id);
    }

    /** Begins with the second in which the call's id was made, as AWS has it. */
    private static String traceOf(InvocationId call) {
        long high = call.value().getMostSignificantBits();
        int second = (int) ((high >>> 16) / 1000);
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(second)
                + hex.toHexDigits((int) high)
                + hex.toHexDigits(call.value().getLeastSignificantBits());
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

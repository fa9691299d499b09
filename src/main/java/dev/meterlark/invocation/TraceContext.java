package dev.meterlark.invocation;

import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace that a call belongs to, as its caller said: in AWS's form, or in that of W3C. What is
 * neither is left out.
 *
 * @param amazon value of {@code X-Amzn-Trace-Id}
 * @param traceparent value of {@code traceparent}
 */
public record TraceContext(@Nullable String amazon, @Nullable String traceparent) {

    public static final TraceContext NONE = new TraceContext(null, null);

    private static final Pattern AMAZON =
            Pattern.compile(
                    "(?:Self=[-0-9a-f]{1,64};)?Root=1-[0-9a-f]{8}-[0-9a-f]{24}(?:;[A-Za-z]{1,32}=[-.:A-Za-z0-9]{1,64}){0,4}");

    private static final Pattern W3C =
            Pattern.compile(
                    "[0-9a-f]{2}-([0-9a-f]{8})([0-9a-f]{24})-([0-9a-f]{16})-[0-9a-f]([0-9a-f]).*");

    /**
     * The value of {@code Lambda-Runtime-Trace-Id}: the caller's trace, or one of the call's own.
     */
    public String traceId(InvocationId id, Instant arrival) {
        if (amazon != null && AMAZON.matcher(amazon).matches()) {
            return amazon;
        }
        Matcher parent = traceparent == null ? null : W3C.matcher(traceparent);
        if (parent != null && parent.matches()) {
            int sampled = Integer.parseInt(parent.group(4), 16) & 1;
            return "Root=1-%s-%s;Parent=%s;Sampled=%d"
                    .formatted(parent.group(1), parent.group(2), parent.group(3), sampled);
        }
        String digits = id.toString().replace("-", "");
        String second = HexFormat.of().toHexDigits((int) arrival.getEpochSecond());
        return "Root=1-" + second + '-' + digits.substring(8) + ";Sampled=0";
    }
}

package dev.meterlark.invocation;

import org.jspecify.annotations.Nullable;

/**
 * The trace that a call belongs to, as its caller said, unread: in the form of W3C, or in AWS's.
 * What is neither stands for nothing.
 *
 * @param amazon value of {@code X-Amzn-Trace-Id}
 * @param traceparent value of {@code traceparent}
 * @param tracestate value of {@code tracestate}, which is worth nothing without the one before
 */
public record TraceContext(
        @Nullable String amazon, @Nullable String traceparent, @Nullable String tracestate) {

    public static final TraceContext NONE = new TraceContext(null, null, null);
}

package dev.meterlark.invocation;

import dev.meterlark.edge.CallingInvocation;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

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

    /** By W3C's header alone. */
    public static TraceContext at(Optional<String> traceparent) {
        return traceparent.map(each -> new TraceContext(null, each, null)).orElse(NONE);
    }

    /** Of what a function asks for, or somebody else. */
    public static TraceContext of(Optional<CallingInvocation> calling) {
        return at(calling.map(CallingInvocation::traceparent));
    }
}

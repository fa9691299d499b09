package dev.meterlark.invocation;

import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Where attempts stand in their traces, whether anybody keeps these or not: the same each time it
 * is asked, on every node.
 */
@Component
public class Spans {

    private final @Nullable CallTracer tracer;
    private final double share;

    Spans(ObjectProvider<CallTracer> tracers) {
        CallTracer found = tracers.getIfAvailable();
        this.tracer = found;
        this.share = found == null ? 0 : found.share();
    }

    /**
     * @param said by the caller
     */
    public SpanContext of(TraceContext said, InvocationId call, int attempt) {
        return SpanContext.of(said, call, attempt, share);
    }

    /** An attempt is recorded. Never blocks. */
    void ended(TraceContext said, InvocationRecord record) {
        if (tracer != null) {
            tracer.ended(of(said, record.invocation(), record.attempt()), record);
        }
    }
}

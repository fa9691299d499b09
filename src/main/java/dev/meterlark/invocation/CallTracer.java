package dev.meterlark.invocation;

import dev.meterlark.shared.InvocationId;

import java.time.Instant;

/** Follows calls through traces; there is none unless the operator says where traces go. */
public interface CallTracer {

    /**
     * What the function is told of its trace, in AWS's form: whatever it calls is below this
     * attempt.
     */
    String told(TraceContext trace, InvocationId call, int attempt, Instant arrival);

    /** An attempt that is recorded. Never blocks. */
    void ended(TraceContext trace, InvocationRecord record);
}

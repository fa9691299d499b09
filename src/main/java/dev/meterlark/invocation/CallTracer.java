package dev.meterlark.invocation;

/** Follows calls through traces; there is none unless the operator says where traces go. */
public interface CallTracer {

    /** Of the traces that begin here that are kept, from 0 to 1. */
    double share();

    /** An attempt that is recorded. Never blocks. */
    void ended(SpanContext span, InvocationRecord record);
}

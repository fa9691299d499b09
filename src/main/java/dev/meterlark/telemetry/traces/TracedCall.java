package dev.meterlark.telemetry.traces;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.SpanContext;

/** An attempt with its place in a trace. */
record TracedCall(SpanContext context, InvocationRecord record) {}

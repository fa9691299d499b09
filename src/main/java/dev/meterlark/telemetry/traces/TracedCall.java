package dev.meterlark.telemetry.traces;

import dev.meterlark.invocation.InvocationRecord;

/** An attempt with its place in a trace. */
record TracedCall(SpanContext context, InvocationRecord record) {}

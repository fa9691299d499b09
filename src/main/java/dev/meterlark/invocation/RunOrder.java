package dev.meterlark.invocation;

import dev.meterlark.shared.InvocationId;

/**
 * One run of a pipeline, admitted.
 *
 * @param run its own id, the parent of what its stages call
 * @param event with the payload as the first stage is to see it
 * @param span its own place in its trace, which its stages are below
 */
public record RunOrder(InvocationId run, Event event, SpanContext span, RunWatcher watcher) {}

package dev.meterlark.invocation;

import dev.meterlark.shared.InvocationId;

/**
 * An asynchronous call that is in the durable queue.
 *
 * @param duplicate the id is that of an earlier call with the same deduplication key, and this one
 *     is not run
 */
public record Accepted(InvocationId id, boolean duplicate) {}

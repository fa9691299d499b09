package dev.meterlark.invocation.queue;

import dev.meterlark.function.snapshot.AsyncPolicy;

/**
 * A call that an attempt is done with.
 *
 * @param policy of its function now
 */
record Settled(Lease lease, Verdict verdict, AsyncPolicy policy) {}

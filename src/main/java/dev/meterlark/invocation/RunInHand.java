package dev.meterlark.invocation;

import dev.meterlark.shared.InvocationId;

import java.time.Instant;

/** A run of a pipeline that this node works on. */
public record RunInHand(InvocationId id, String version, Instant startedAt) {}

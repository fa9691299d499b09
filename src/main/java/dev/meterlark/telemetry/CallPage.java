package dev.meterlark.telemetry;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Calls, newest first.
 *
 * @param nextCursor where older ones go on; null when there are none
 */
public record CallPage(List<Call> items, @Nullable String nextCursor) {}

package dev.meterlark.telemetry;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Logs of calls, newest first.
 *
 * @param nextCursor where older ones go on; null when there are none
 */
public record LogPage(List<StoredLog> items, @Nullable String nextCursor) {}

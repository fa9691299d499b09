package dev.meterlark.telemetry;

import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One line that a call printed.
 *
 * @param functionName when it was called; null of calls from before it was noted
 * @param version null of calls from before versions were noted with logs
 * @param time when the call ended: a line alone has none
 * @param number of the line within its call's log, from 1
 * @param text as printed, with U+FFFD for what is no UTF-8; bounded
 */
public record LogLine(
        InvocationId invocation,
        int attempt,
        FunctionId function,
        @Nullable String functionName,
        @Nullable String version,
        Instant time,
        int number,
        LogLevel level,
        String text) {}

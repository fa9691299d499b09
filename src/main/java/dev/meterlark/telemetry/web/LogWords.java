package dev.meterlark.telemetry.web;

import dev.meterlark.shared.AskedTime;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.LogLevel;
import dev.meterlark.telemetry.LogWanted;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which lines to find, as an address says it.
 *
 * @param text that lines hold, in capitals or not
 * @param level of lines at least: {@code debug}, {@code info}, {@code warn} or {@code error}
 * @param version of the function that printed them
 * @param call the id of the call that printed them
 * @param from a date or an instant: calls that ended then or later
 * @param to calls that ended before
 */
record LogWords(
        @Nullable String text,
        @Nullable String level,
        @Nullable String version,
        @Nullable String call,
        @Nullable String from,
        @Nullable String to) {

    LogWanted wanted(@Nullable String cursor, int limit) {
        return new LogWanted(
                text == null ? "" : text,
                LogLevel.atLeast(level),
                version,
                invocation(),
                instant("from", from),
                instant("to", to),
                cursor,
                limit);
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant at = AskedTime.parse(name, text);
        AskedTime.requireKnown(name, at);
        return at;
    }

    private @Nullable InvocationId invocation() {
        if (call == null) {
            return null;
        }
        try {
            return InvocationId.parse(call);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "call must be the id of a call, was: " + KnownFunction.shown(call));
        }
    }
}

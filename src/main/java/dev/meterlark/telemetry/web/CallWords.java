package dev.meterlark.telemetry.web;

import dev.meterlark.shared.AskedTime;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.telemetry.CallMaking;
import dev.meterlark.telemetry.CallQuery;
import dev.meterlark.telemetry.CallStatus;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Which calls to list, as an address says it.
 *
 * @param status {@code succeeded} or {@code failed}
 * @param from a date or an instant: calls that began then or later
 * @param to calls that began before
 * @param qualifier a version that ran, or an alias that chose it
 * @param source what made the function run, as calls say it: {@code rest}, {@code http}, {@code
 *     queue}, …
 * @param trigger id of the one that made the function run
 */
record CallWords(
        @Nullable String status,
        @Nullable String from,
        @Nullable String to,
        @Nullable String qualifier,
        @Nullable String source,
        @Nullable String trigger) {

    CallQuery query(@Nullable String cursor, int limit) {
        return new CallQuery(
                cursor,
                limit,
                ended(),
                instant("from", from),
                instant("to", to),
                CallMaking.of(qualifier, source, trigger));
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant at = AskedTime.parse(name, text);
        AskedTime.requireKnown(name, at);
        return at;
    }

    private @Nullable CallStatus ended() {
        return switch (status) {
            case null -> null;
            case "succeeded" -> CallStatus.SUCCEEDED;
            case "failed" -> CallStatus.FAILED;
            default ->
                    throw new RefusedException(
                            ErrorCode.REQUEST_INVALID,
                            "status must be succeeded or failed, was: "
                                    + KnownFunction.shown(status));
        };
    }
}

package dev.meterlark.invocation.web;

import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.deadletter.DeadLetterFilter;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Which dead letters are meant, in a caller's words.
 *
 * @param reason {@code retries-exhausted}, {@code age-exceeded}, {@code function-gone} or {@code
 *     refused}
 * @param errorType as the function said
 * @param from RFC 3339: the first end that counts
 * @param to RFC 3339: the first end that counts no more
 */
record FilterWords(
        @Nullable String reason,
        @Nullable String errorType,
        @Nullable String from,
        @Nullable String to) {

    private static final int LONGEST = 256;
    private static final String REASONS =
            "retries-exhausted, age-exceeded, function-gone or refused";

    DeadLetterFilter filter(@Nullable FunctionId function) {
        if (errorType != null && errorType.length() > LONGEST) {
            throw invalid(
                    "errorType may have %d characters, has: %d"
                            .formatted(LONGEST, errorType.length()));
        }
        return new DeadLetterFilter(
                function,
                reason == null ? null : known(reason),
                errorType,
                from == null ? null : instant("from", from),
                to == null ? null : instant("to", to));
    }

    private static EndReason known(String reason) {
        return EndReason.fromWireName(reason)
                .filter(each -> each != EndReason.SUCCEEDED && each != EndReason.CANCELLED)
                .orElseThrow(
                        () ->
                                invalid(
                                        "reason must be %s, was: %s"
                                                .formatted(REASONS, Ids.shown(reason))));
    }

    private static Instant instant(String name, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw invalid(
                    "%s must be a time as in 2026-11-25T21:00:00Z, was: %s"
                            .formatted(name, Ids.shown(text)));
        }
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

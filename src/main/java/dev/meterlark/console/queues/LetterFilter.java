package dev.meterlark.console.queues;

import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.deadletter.DeadLetterFilter;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Which dead letters somebody asks for, as it was typed; what is empty restricts nothing.
 *
 * @param function by its name
 * @param from the first end that counts, in UTC
 * @param to the first that counts no more
 */
record LetterFilter(
        @Nullable String function,
        @Nullable String reason,
        @Nullable String errorType,
        @Nullable String from,
        @Nullable String to) {

    boolean isNothing() {
        return blank(function) && blank(reason) && blank(errorType) && blank(from) && blank(to);
    }

    /** Null when it names no function. */
    @Nullable String named() {
        return function == null || function.isBlank() ? null : function.strip();
    }

    /** So that whoever was refused finds what they asked for again. */
    void keep(RedirectAttributes next) {
        keep(next, "function", function);
        keep(next, "reason", reason);
        keep(next, "errorType", errorType);
        keep(next, "from", from);
        keep(next, "to", to);
    }

    private static void keep(RedirectAttributes next, String name, @Nullable String value) {
        if (!blank(value)) {
            next.addAttribute(name, String.valueOf(value));
        }
    }

    /**
     * @param id of the function that it names; null when it names none
     */
    DeadLetterFilter of(@Nullable FunctionId id) {
        return new DeadLetterFilter(
                id,
                blank(reason) ? null : known(String.valueOf(reason)),
                blank(errorType) ? null : errorType,
                instant("from", from),
                instant("to", to));
    }

    private static EndReason known(String reason) {
        return EndReason.fromWireName(reason)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.REQUEST_INVALID,
                                        "reason must be one that calls are given up for"));
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        if (blank(text)) {
            return null;
        }
        try {
            return LocalDateTime.parse(String.valueOf(text)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    name + " must be a time as in 2026-11-25T21:00, in UTC");
        }
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}

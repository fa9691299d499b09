package dev.meterlark.console;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * What a field for a date and a time holds, in UTC. Where scripts run the page shows it in the
 * reader's own time, and sends UTC.
 */
public final class TypedTime {

    private static final int LONGEST_SHOWN = 60;

    private TypedTime() {}

    /**
     * @param name of the field, for the refusal
     * @return null of an empty one
     * @throws RefusedException when it holds something else
     */
    public static @Nullable Instant of(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            LocalDateTime at = LocalDateTime.parse(text);
            if (at.getYear() >= 2000 && at.getYear() < 3000) {
                return at.toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException e) {
            // refused below
        }
        throw new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "%s must be a date and a time such as 2026-11-23T12:00, was: %s"
                        .formatted(name, cut(text)));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}

package dev.meterlark.telemetry.web;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** An instant as a parameter says it. */
final class AskedTime {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");

    private AskedTime() {}

    /**
     * A date, its midnight in UTC, or an instant.
     *
     * @throws RefusedException when it is neither
     */
    static @Nullable Instant parse(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant at =
                    text.contains("T")
                            ? Instant.parse(text)
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            if (!at.isBefore(EARLIEST) && at.isBefore(LATEST)) {
                return at;
            }
        } catch (DateTimeException e) {
            // refused below, as one that is out of all bounds
        }
        throw new RefusedException(
                ErrorCode.REQUEST_INVALID,
                "%s must be a date such as 2026-11-01 or an instant such as 2026-11-01T12:00:00Z, was: %s"
                        .formatted(name, KnownFunction.shown(text)));
    }
}

package dev.meterlark.shared;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Times as requests say them: a date, which is its midnight in UTC, or an instant. */
public final class AskedTime {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");
    private static final int LONGEST_SHOWN = 60;

    private AskedTime() {}

    /**
     * @param name of the value, for the refusal
     * @throws RefusedException when it is neither
     */
    public static Instant parse(String name, String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw refused(
                    "%s must be a date such as 2026-11-01 or an instant such as 2026-11-01T12:00:00Z, was: %s"
                            .formatted(name, shown(text)));
        }
    }

    /**
     * @throws RefusedException when it is beyond what databases and calendars agree on
     */
    public static void requireKnown(String name, Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw refused(
                    "%s must lie between %s and %s, was: %s"
                            .formatted(name, EARLIEST, LATEST, instant));
        }
    }

    private static String shown(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

package dev.meterlark.account;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * Which records of an audit log are wanted.
 *
 * @param actor the beginning of who: {@code person:}, {@code key:MLAK…}; empty for everybody
 * @param action the beginning of what: {@code function.}, {@code key.revoked}; empty for everything
 * @param subject some part of what it was done to; empty for everything
 * @param from the first instant
 * @param to the first instant that is too late
 */
public record AuditFilter(String actor, String action, String subject, Instant from, Instant to) {

    private static final int LONGEST = 200;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    public static final AuditFilter ALL = new AuditFilter("", "", "", Instant.EPOCH, LATEST);

    /**
     * @param from a day or an instant, in UTC; null for the log's beginning
     * @param to as {@code from}; a day is within; null for its end
     * @throws RefusedException when one is none
     */
    public static AuditFilter of(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable String from,
            @Nullable String to) {
        return new AuditFilter(
                text("actor", actor),
                text("action", action),
                text("subject", subject),
                instant("from", from, 0, Instant.EPOCH),
                instant("to", to, 1, LATEST));
    }

    boolean admitsAll() {
        return equals(ALL);
    }

    String actorPattern() {
        return escaped(actor) + "%";
    }

    String actionPattern() {
        return escaped(action) + "%";
    }

    String subjectPattern() {
        return subject.isEmpty() ? "%" : "%" + escaped(subject) + "%";
    }

    /** With the sign that the queries name. */
    private static String escaped(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    private static String text(String name, @Nullable String asked) {
        String text = asked == null ? "" : asked.strip();
        if (text.length() > LONGEST) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must have at most %d characters, had %d"
                            .formatted(name, LONGEST, text.length()));
        }
        return text;
    }

    /** As far as databases go; there are no records beyond. */
    private static Instant within(Instant instant) {
        return instant.isBefore(Instant.EPOCH)
                ? Instant.EPOCH
                : instant.isAfter(LATEST) ? LATEST : instant;
    }

    private static Instant instant(
            String name, @Nullable String asked, int daysAfter, Instant otherwise) {
        if (asked == null || asked.isBlank()) {
            return otherwise;
        }
        try {
            Instant instant =
                    asked.length() == "2026-11-26".length()
                            ? LocalDate.parse(asked)
                                    .plusDays(daysAfter)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                            : Instant.parse(asked);
            return within(instant);
        } catch (DateTimeParseException e) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "%s must be a day such as 2026-11-26 or an instant such as 2026-11-26T08:00:00Z, was: %s"
                            .formatted(name, Text.shown(asked)));
        }
    }
}

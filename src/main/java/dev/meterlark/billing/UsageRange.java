package dev.meterlark.billing;

import dev.meterlark.shared.AskedTime;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** A stretch of time in UTC: from is in it, to is not. */
public record UsageRange(Instant from, Instant to) {

    private static final Duration LONGEST = Duration.ofDays(400);

    public UsageRange {
        AskedTime.requireKnown("from", from);
        AskedTime.requireKnown("to", to);
        if (!from.isBefore(to)) {
            throw refused("from must be before to, was: from %s, to %s".formatted(from, to));
        }
        if (Duration.between(from, to).compareTo(LONGEST) > 0) {
            throw refused(
                    "from and to must be at most %d days apart, was: from %s, to %s"
                            .formatted(LONGEST.toDays(), from, to));
        }
    }

    /**
     * As asked for: dates ({@code 2026-11-01}, its midnight in UTC) or instants. Without to it ends
     * now, without from it begins with the month that it ends in.
     *
     * @throws RefusedException when a value cannot be read or the range is no range
     */
    public static UsageRange of(@Nullable String from, @Nullable String to, Instant now) {
        Instant end = to == null ? now : AskedTime.parse("to", to);
        return new UsageRange(from == null ? monthOf(end) : AskedTime.parse("from", from), end);
    }

    /** The first instant of the month whose last instant is the one before the end. */
    private static Instant monthOf(Instant end) {
        AskedTime.requireKnown("to", end);
        LocalDate lastDay = LocalDate.ofInstant(end.minusNanos(1), ZoneOffset.UTC);
        return YearMonth.from(lastDay).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static RefusedException refused(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

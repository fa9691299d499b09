package dev.meterlark.metering;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Days in UTC that are summed up as a whole.
 *
 * @param end the first day after them
 */
record DayStretch(LocalDate first, LocalDate end) {

    DayStretch until(LocalDate day) {
        return new DayStretch(first, day);
    }

    Instant from() {
        return first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Instant to() {
        return end.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}

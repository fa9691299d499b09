package dev.meterlark.metering;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Days in UTC that are summed up as a whole.
 *
 * @param end the first day after them
 */
record DayStretch(LocalDate first, LocalDate end) implements UsageStretch {

    private static final String NO_HOUR = "cast(null as timestamp with time zone) as hour_at";

    private static final String DAYS =
            """
            select function_name, %s from usage_day d
            where d.account_id = :account and d.usage_day >= :first and d.usage_day < :end
            """
                    .formatted(AttemptSums.summed(NO_HOUR));

    DayStretch until(LocalDate day) {
        return new DayStretch(first, day);
    }

    Instant from() {
        return first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Instant to() {
        return end.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public List<String> selects(UnaryOperator<String> ofOnly) {
        return List.of(DAYS + ofOnly.apply("d"));
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("first", first, "end", end);
    }
}

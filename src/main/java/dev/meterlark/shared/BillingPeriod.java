package dev.meterlark.shared;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A month of the books. Its borders are whole hours of UTC, the first at or after midnight of the
 * books' zone, so that an hour of usage lies in one month only.
 *
 * @param from is in it
 * @param to is not; the next month begins with it
 */
public record BillingPeriod(YearMonth month, Instant from, Instant to)
        implements Comparable<BillingPeriod> {

    public BillingPeriod {
        if (!from.isBefore(to) || !isWholeHour(from) || !isWholeHour(to)) {
            throw new IllegalArgumentException(
                    "a month must begin and end with whole hours, the one before the other, was: %s from %s to %s"
                            .formatted(month, from, to));
        }
    }

    public static BillingPeriod of(YearMonth month, ZoneId zone) {
        return new BillingPeriod(month, border(month, zone), border(month.plusMonths(1), zone));
    }

    /** The one that the instant lies in. */
    public static BillingPeriod at(Instant instant, ZoneId zone) {
        BillingPeriod period = of(YearMonth.from(LocalDate.ofInstant(instant, zone)), zone);
        return instant.isBefore(period.from) ? of(period.month.minusMonths(1), zone) : period;
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    /** 672 to 744, and one more or less where clocks are changed. */
    public long hours() {
        return Duration.between(from, to).toHours();
    }

    public static boolean isWholeHour(Instant instant) {
        return instant.truncatedTo(ChronoUnit.HOURS).equals(instant);
    }

    @Override
    public int compareTo(BillingPeriod other) {
        return from.compareTo(other.from);
    }

    private static Instant border(YearMonth month, ZoneId zone) {
        Instant midnight = month.atDay(1).atStartOfDay(zone).toInstant();
        Instant hour = midnight.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(midnight) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }
}

package dev.meterlark.trigger.schedule;

import org.jspecify.annotations.Nullable;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;

/**
 * The local times that a cron expression means, without a time zone: whether such a time exists on
 * a day when clocks are changed is another question.
 *
 * @param years those that are meant; empty for all of them
 */
record Cron(
        BitSet seconds, BitSet minutes, BitSet hours, CronDays days, BitSet months, BitSet years) {

    /** Behind the longest cycle of leap years and weekdays there is nothing new. */
    private static final int LAST_YEAR = CronField.YEAR.most();

    /** The first such time behind another; null when there is none any more. */
    @Nullable LocalDateTime next(LocalDateTime after) {
        LocalDateTime from = after.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        YearMonth month = YearMonth.from(from);
        LocalDateTime found = in(month, from);
        while (found == null && month.getYear() <= LAST_YEAR) {
            month = month.plusMonths(1);
            found = in(month, month.atDay(1).atStartOfDay());
        }
        return found;
    }

    private @Nullable LocalDateTime in(YearMonth month, LocalDateTime from) {
        if (!months.get(month.getMonthValue()) || !isMeant(month.getYear())) {
            return null;
        }
        int left = days.in(month) & -(1 << from.getDayOfMonth());
        for (; left != 0; left &= left - 1) {
            int day = Integer.numberOfTrailingZeros(left);
            boolean first = day == from.getDayOfMonth();
            LocalTime time = time(first ? from.toLocalTime() : LocalTime.MIDNIGHT);
            if (time != null) {
                return month.atDay(day).atTime(time);
            }
        }
        return null;
    }

    private boolean isMeant(int year) {
        return year <= LAST_YEAR && (years.isEmpty() || years.get(year));
    }

    /** The first on a day, not before a time. */
    private @Nullable LocalTime time(LocalTime from) {
        int hour = hours.nextSetBit(from.getHour());
        if (hour == from.getHour()) {
            int minute = minutes.nextSetBit(from.getMinute());
            int second = seconds.nextSetBit(from.getSecond());
            if (minute == from.getMinute() && second >= 0) {
                return LocalTime.of(hour, minute, second);
            }
            int later =
                    minute == from.getMinute() ? minutes.nextSetBit(from.getMinute() + 1) : minute;
            if (later >= 0) {
                return LocalTime.of(hour, later, seconds.nextSetBit(0));
            }
            hour = hours.nextSetBit(from.getHour() + 1);
        }
        return hour < 0 ? null : LocalTime.of(hour, minutes.nextSetBit(0), seconds.nextSetBit(0));
    }
}

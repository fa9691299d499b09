package dev.meterlark.trigger.schedule;

import java.time.DayOfWeek;
import java.time.YearMonth;
import java.util.List;

/** Which days of a month are meant; a bit for each, from bit 1. */
sealed interface CronDays {

    int ALL = -2;

    int in(YearMonth month);

    /** Whether no day is left out by intention: {@code *} or {@code ?}. */
    default boolean open() {
        return this instanceof Every;
    }

    /** Bits beyond the month's last day are cut off. */
    static int cut(int days, YearMonth month) {
        return days & (int) ((1L << (month.lengthOfMonth() + 1)) - 1) & ALL;
    }

    record Every() implements CronDays {

        @Override
        public int in(YearMonth month) {
            return cut(ALL, month);
        }
    }

    record Numbered(int days) implements CronDays {

        @Override
        public int in(YearMonth month) {
            return cut(days, month);
        }
    }

    /**
     * @param before the last day of the month, so many days
     */
    record Last(int before) implements CronDays {

        @Override
        public int in(YearMonth month) {
            int day = month.lengthOfMonth() - before;
            return day < 1 ? 0 : 1 << day;
        }
    }

    /** The weekday next to a day, in the same month. In a month without that day there is none. */
    record Weekday(int day) implements CronDays {

        @Override
        public int in(YearMonth month) {
            return day > month.lengthOfMonth() ? 0 : 1 << nearest(month, day);
        }
    }

    record LastWeekday() implements CronDays {

        @Override
        public int in(YearMonth month) {
            return 1 << nearest(month, month.lengthOfMonth());
        }
    }

    /**
     * @param days of the week, a bit for each from Sunday
     */
    record OfWeek(int days) implements CronDays {

        @Override
        public int in(YearMonth month) {
            int found = 0;
            int weekday = sundayBased(month.atDay(1).getDayOfWeek());
            for (int day = 1; day <= month.lengthOfMonth(); day++) {
                found |= (days >> weekday & 1) << day;
                weekday = (weekday + 1) % 7;
            }
            return found;
        }
    }

    /**
     * @param day of the week, from Sunday
     * @param number which of the month, from 1
     */
    record Nth(int day, int number) implements CronDays {

        @Override
        public int in(YearMonth month) {
            int first = sundayBased(month.atDay(1).getDayOfWeek());
            int found = 1 + Math.floorMod(day - first, 7) + 7 * (number - 1);
            return found > month.lengthOfMonth() ? 0 : 1 << found;
        }
    }

    record LastOfWeek(int day) implements CronDays {

        @Override
        public int in(YearMonth month) {
            int last = sundayBased(month.atEndOfMonth().getDayOfWeek());
            return 1 << (month.lengthOfMonth() - Math.floorMod(last - day, 7));
        }
    }

    record AnyOf(List<CronDays> parts) implements CronDays {

        @Override
        public int in(YearMonth month) {
            return parts.stream().mapToInt(part -> part.in(month)).reduce(0, (a, b) -> a | b);
        }
    }

    record Both(CronDays ofMonth, CronDays ofWeek) implements CronDays {

        @Override
        public int in(YearMonth month) {
            return ofMonth.in(month) & ofWeek.in(month);
        }
    }

    private static int nearest(YearMonth month, int day) {
        DayOfWeek weekday = month.atDay(day).getDayOfWeek();
        return switch (weekday) {
            case SATURDAY -> day == 1 ? 3 : day - 1;
            case SUNDAY -> day == month.lengthOfMonth() ? day - 2 : day + 1;
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
    }

    private static int sundayBased(DayOfWeek day) {
        return day.getValue() % 7;
    }
}

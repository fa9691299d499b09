package dev.meterlark.trigger.schedule;

import java.util.List;

/** A field of a cron expression: what it is called and what numbers it may hold. */
enum CronField {
    SECOND("seconds", 0, 59),
    MINUTE("minutes", 0, 59),
    HOUR("hours", 0, 23),
    DAY_OF_MONTH("days of the month", 1, 31),
    MONTH("months", 1, 12),
    /** From Sunday, which is 0 here, whatever number an expression gives it. */
    DAY_OF_WEEK("days of the week", 0, 6),
    YEAR("years", 1970, 2199);

    private static final List<String> MONTHS =
            List.of(
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV",
                    "DEC");

    private static final List<String> DAYS =
            List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final String words;
    private final int least;
    private final int most;

    CronField(String words, int least, int most) {
        this.words = words;
        this.least = least;
        this.most = most;
    }

    String words() {
        return words;
    }

    int least() {
        return least;
    }

    int most() {
        return most;
    }

    /** Place of a name in the list of names that the field knows; -1 when it is none. */
    int place(String name) {
        return switch (this) {
            case MONTH -> MONTHS.indexOf(name);
            case DAY_OF_WEEK -> DAYS.indexOf(name);
            case SECOND, MINUTE, HOUR, DAY_OF_MONTH, YEAR -> -1;
        };
    }
}

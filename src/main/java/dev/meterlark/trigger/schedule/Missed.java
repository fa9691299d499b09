package dev.meterlark.trigger.schedule;

import java.util.Arrays;
import java.util.Locale;

/** Why a tick did not fire. */
enum Missed {
    /** The platform was not there, and the catch-up policy lets it go. */
    OUTAGE(1),
    /** The schedule was paused, and the catch-up policy lets it go. */
    PAUSED(2),
    /** The call of a tick before had not ended. */
    OVERLAP(3),
    /** Clocks went forward: there was no such local time that day. */
    LEAPT_OVER(4),
    /** Clocks went back: the same local time had come before. */
    REPEATED(5),
    /** The call was not accepted; the detail says why. */
    REFUSED(6),
    /** The trigger's filter did not want it. */
    FILTERED(7),
    /** The schedule was changed in between. */
    CHANGED(8);

    private final int column;

    Missed(int column) {
        this.column = column;
    }

    int column() {
        return column;
    }

    /** In the API: {@code outage}, {@code leapt-over}, … */
    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Missed of(int column) {
        return Arrays.stream(values())
                .filter(each -> each.column == column)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no reason has number " + column));
    }
}

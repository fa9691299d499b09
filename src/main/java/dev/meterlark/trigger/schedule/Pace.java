package dev.meterlark.trigger.schedule;

import java.time.Duration;

/**
 * How long before their time ticks are put into the queue: long enough for all that are to come, as
 * fast as the last ones went. Of the loop's one thread.
 */
final class Pace {

    /** Ticks a second of a platform that has only just started. */
    private static final double AT_FIRST = 500;

    /** The ticks are to be there by half of the time that there is. */
    private static final int MARGIN = 2;

    /** What the newest group counts for, beside all before it. */
    private static final double NEWEST = 0.3;

    /** Fewer tell how long a transaction takes, and not a tick. */
    private static final int ENOUGH = 50;

    private final Duration least;
    private final Duration longest;
    private double perSecond = AT_FIRST;

    Pace(Duration least, Duration longest) {
        this.least = least;
        this.longest = longest;
    }

    /** So many were accepted together, in such a time. */
    void went(int ticks, Duration took) {
        if (ticks >= ENOUGH && took.isPositive()) {
            double now = ticks * 1e9 / took.toNanos();
            perSecond += NEWEST * (now - perSecond);
        }
    }

    /**
     * @param toCome ticks of the longest time that may be
     */
    Duration ahead(int toCome) {
        Duration needed = Duration.ofMillis((long) (MARGIN * 1_000L * toCome / perSecond));
        if (needed.compareTo(longest) > 0) {
            return longest;
        }
        return needed.compareTo(least) > 0 ? needed : least;
    }
}

package dev.meterlark.scaling;

/**
 * The last idle times that were beyond the histogram's range. Stands where the paper has ARIMA:
 * what comes so seldom is foretold only when it is as regular as a clock, as a daily timer is, and
 * then their mean says the same. Not thread-safe.
 */
final class RareTimes {

    private static final int KEPT = 4;

    /** None was told, and none must be. */
    static final RareTimes NONE = new RareTimes();

    private final long[] millis = new long[KEPT];
    private int count;

    void add(long idleMillis) {
        millis[count % KEPT] = idleMillis;
        count = count == 2 * KEPT ? KEPT + 1 : count + 1;
    }

    /** Their mean, or 0 when there are too few or one is farther from it than this part of it. */
    long regularMillis(double tolerance) {
        int known = Math.min(count, KEPT);
        if (known < 2) {
            return 0;
        }
        long sum = 0;
        for (int i = 0; i < known; i++) {
            sum += millis[i];
        }
        long mean = sum / known;
        for (int i = 0; i < known; i++) {
            if (Math.abs(millis[i] - mean) > tolerance * mean) {
                return 0;
            }
        }
        return mean;
    }
}

package dev.meterlark.console;

import dev.meterlark.telemetry.metrics.Point;

import org.jspecify.annotations.Nullable;

/**
 * How a function does, in a word.
 *
 * @param mood which colour it has
 */
public record Health(String mood, String words) {

    public static final String IDLE = "idle";

    /** The share of calls with an error from which on a function fails. */
    public static final double MANY_ERRORS = 0.05;

    private static final double MANY_FAULTS = 0.01;

    /**
     * @param lately null when nobody called, or who looks may not know
     */
    public static Health of(boolean hasCode, @Nullable Point lately) {
        if (!hasCode) {
            return new Health("warn", "no code");
        }
        if (lately == null || lately.calls() + lately.throttled() == 0) {
            return new Health("", IDLE);
        }
        if (manyErrors(lately.errors(), lately.calls())) {
            return new Health("bad", "failing");
        }
        if (lately.platformErrors() > MANY_FAULTS * lately.calls()) {
            return new Health("warn", "disturbed by us");
        }
        if (lately.throttled() > 0) {
            return new Health("warn", "turned away");
        }
        return new Health("good", lately.errors() > 0 ? "some errors" : "healthy");
    }

    public static boolean manyErrors(long errors, long calls) {
        return errors > MANY_ERRORS * calls;
    }
}

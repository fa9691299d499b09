package dev.meterlark.scaling;

import java.time.Duration;

/**
 * The hybrid histogram policy of "Serverless in the Wild" (Shahrad et al., USENIX ATC '20): where
 * the idle times of a version gather somewhere, its sandbox is there from shortly before the
 * earliest to shortly after the latest of nearly all of them; where they do not, or are too few, it
 * is kept as long as any.
 *
 * <p>Different from the paper: see {@link IdleTimes} for the bins and {@link RareTimes} for what is
 * beyond them; a window that would keep a sandbox for long without a call is cut, and one that
 * begins too soon for a new start to be worth it begins at once.
 */
final class HybridHistogram {

    /**
     * @param leastTimes idle times that must be known
     * @param leastVariation of the bins' counts, for the times to be called gathered
     * @param headPart of the times come before the window
     * @param tailPart of the times come before its end
     * @param margin by which the window is widened, as a part of its ends
     * @param rareMargin the same for regular times beyond the histogram
     * @param longestRareMargin and its bound
     * @param leastAhead a sandbox that would be gone for less than this stays
     * @param leastKept a sandbox that stays is kept for this long at least
     * @param longestKept what one call may keep a sandbox for at most
     */
    record Limits(
            int leastTimes,
            double leastVariation,
            double headPart,
            double tailPart,
            double margin,
            double rareMargin,
            Duration longestRareMargin,
            Duration leastAhead,
            Duration leastKept,
            Duration longestKept) {

        static final Limits DEFAULT =
                new Limits(
                        4,
                        2,
                        0.05,
                        0.99,
                        0.1,
                        0.15,
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30));
    }

    private HybridHistogram() {}

    static Keeping decide(IdleTimes times, RareTimes rare, Limits limits) {
        int known = times.inRange() + times.outOfRange();
        if (known < limits.leastTimes) {
            return new Keeping.Standard();
        }
        if (times.outOfRange() > known / 2) {
            return ofRare(rare, limits);
        }
        return times.variation() < limits.leastVariation
                ? new Keeping.Standard()
                : ofTimes(times, limits);
    }

    private static Keeping ofTimes(IdleTimes times, Limits limits) {
        double from = times.headMillis(limits.headPart) * (1 - limits.margin);
        double to = times.tailMillis(limits.tailPart) * (1 + limits.margin);
        if (from < limits.leastAhead.toMillis()) {
            from = 0;
            to = Math.max(to, limits.leastKept.toMillis());
        }
        return new Keeping.Within(
                Duration.ofMillis((long) from),
                Duration.ofMillis((long) Math.min(to, from + limits.longestKept.toMillis())));
    }

    private static Keeping ofRare(RareTimes rare, Limits limits) {
        long mean = rare.regularMillis(limits.rareMargin);
        if (mean == 0) {
            return new Keeping.Standard();
        }
        long margin =
                (long) Math.min(mean * limits.rareMargin, limits.longestRareMargin.toMillis());
        return new Keeping.Within(
                Duration.ofMillis(mean - margin), Duration.ofMillis(mean + margin));
    }
}

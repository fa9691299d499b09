package dev.meterlark.scaling;

import java.time.Duration;

/**
 * What an idle sandbox is worth when room is wanted: how likely it is needed soon, times what its
 * next start would cost, over the memory it takes (as GreedyDual-Size weighs the pages of a cache).
 */
final class Worth {

    /** What "soon" means. */
    static final Duration SOON = Duration.ofMinutes(5);

    private Worth() {}

    /**
     * @param times of the version's calls
     * @param idle since its last call
     * @param coldMillis what a start has taken lately
     */
    static double of(IdleTimes times, Duration idle, double coldMillis, int memoryMiB) {
        return likelihood(times, idle.toMillis()) * coldMillis / memoryMiB;
    }

    /**
     * Of the idle times that were longer than this one is already, how many ended soon after. Of
     * what nobody knows, one is half as likely to come soon when it has been idle twice as long;
     * that counts as one time among those known.
     */
    static double likelihood(IdleTimes times, long idleMillis) {
        double soon = SOON.toMillis();
        double longer = times.longerThan(idleMillis);
        double within = longer - times.longerThan(idleMillis + (long) soon);
        return (within + soon / (soon + idleMillis)) / (longer + 1);
    }
}

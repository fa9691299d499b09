package dev.meterlark.scaling;

import java.time.Duration;

/**
 * What an idle sandbox is worth when room is wanted: how soon it is likely to be needed, times what
 * its next start would cost, over the memory it takes (as GreedyDual-Size weighs the pages of a
 * cache).
 */
final class Worth {

    private Worth() {}

    /**
     * @param times of the version's calls
     * @param idle since its last call
     * @param coldMillis what a start has taken lately
     */
    static double of(IdleTimes times, Duration idle, double coldMillis, int memoryMiB) {
        return callsPerSecond(times, idle.toMillis()) * coldMillis / memoryMiB;
    }

    /**
     * What nobody knows counts as one time among those known, for which it is half as likely to end
     * now when it has lasted twice as long.
     */
    static double callsPerSecond(IdleTimes times, long idleMillis) {
        double known = times.longerThan(idleMillis);
        double unknown = 1000.0 / (1000 + idleMillis);
        return (known * times.callsPerSecond(idleMillis) + unknown) / (known + 1);
    }
}

package dev.meterlark.scaling;

import dev.meterlark.worker.KeepAlive.Verdict;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What is known of one version's calls. Its monitor guards everything in it; nothing is called
 * under it. Times are the monotonic clock's nanoseconds.
 */
final class Tally {

    /** A sandbox that another will stand in for is not ended at once: calls may come in pairs. */
    private static final Duration LINGER = Duration.ofSeconds(10);

    /** Of its histogram, of its times beyond it, and of its own fields. */
    static final int BYTES = IdleTimes.BYTES + 4 * 8 + 40 + 120;

    private static final double FIRST_GUESS_OF_COLD_MILLIS = 100;
    private static final double WEIGHT_OF_NEWEST = 0.3;

    private final IdleTimes times = new IdleTimes();
    private @Nullable RareTimes rare;

    /** What the times say; null when they have changed since it was asked. */
    private @Nullable Keeping keeping;

    private double coldMillis = FIRST_GUESS_OF_COLD_MILLIS;
    private int running;

    /** Whether a call has ended, so that idle times can be told. */
    private boolean known;

    private boolean prepared;

    /** When the last call ended, if none is running. */
    private long lastEnd;

    /** Calls at once, summed over time until the last change. */
    private double callNanos;

    private long changed;
    private double seenCallNanos;
    private int desired;
    private int slots = 1;

    synchronized void begins(int slots, long now) {
        if (running == 0 && known) {
            learn((now - lastEnd) / 1_000_000);
        }
        pass(now);
        prepared = false;
        this.slots = slots;
        running++;
    }

    private void learn(long idleMillis) {
        times.add(idleMillis);
        if (idleMillis >= IdleTimes.RANGE_MILLIS) {
            if (rare == null) {
                rare = new RareTimes();
            }
            rare.add(idleMillis);
        }
        keeping = null;
    }

    /**
     * @param cold what a start took; null when it was none
     */
    synchronized void ends(@Nullable Duration cold, long now) {
        pass(now);
        running = Math.max(0, running - 1); // it may have begun before this was made anew
        lastEnd = now;
        known = true;
        if (cold != null) {
            coldMillis += WEIGHT_OF_NEWEST * (cold.toNanos() / 1e6 - coldMillis);
        }
    }

    private void pass(long now) {
        callNanos += (double) running * (now - changed);
        changed = now;
    }

    /**
     * @param others sandboxes of the version in use or used more recently
     */
    synchronized Verdict verdict(
            Duration idle,
            int others,
            Duration surplusFor,
            HybridHistogram.Limits limits,
            long now) {
        if (others > 0 && others >= desired) {
            return idle.compareTo(surplusFor) > 0 ? Verdict.END : Verdict.KEEP;
        }
        if (running > 0 || others > 0) {
            return Verdict.KEEP;
        }
        return switch (keeping(limits)) {
            case Keeping.Standard _ -> Verdict.STANDARD;
            case Keeping.Within within -> {
                Duration since = Duration.ofNanos(now - lastEnd);
                boolean lingers = within.isAhead(since) && idle.compareTo(LINGER) < 0;
                yield within.holds(since) || lingers ? Verdict.KEEP : Verdict.END;
            }
        };
    }

    synchronized double worth(Duration idle, int memoryMiB) {
        return Worth.of(times, idle, coldMillis, memoryMiB);
    }

    /** Whether a sandbox should be there for the next call that was ended before; told once. */
    synchronized boolean isDue(HybridHistogram.Limits limits, long now) {
        if (prepared || running > 0 || !(keeping(limits) instanceof Keeping.Within within)) {
            return false;
        }
        prepared = within.from().isPositive() && within.holds(Duration.ofNanos(now - lastEnd));
        return prepared;
    }

    private Keeping keeping(HybridHistogram.Limits limits) {
        Keeping said = keeping;
        if (said == null) {
            RareTimes known = rare == null ? RareTimes.NONE : rare;
            said = HybridHistogram.decide(times, known, limits);
            keeping = said;
        }
        return said;
    }

    /**
     * Calls at once, summed over time.
     *
     * @param before at the look before this one
     */
    record Load(double callNanos, double before, int running, int slots) {

        int inUse() {
            return Math.ceilDiv(running, slots);
        }

        boolean isActive() {
            return running > 0 || callNanos > before;
        }
    }

    synchronized Load look(long now) {
        pass(now);
        var load = new Load(callNanos, seenCallNanos, running, slots);
        seenCallNanos = callNanos;
        return load;
    }

    synchronized void desires(int sandboxes) {
        desired = sandboxes;
    }

    synchronized int desired() {
        return desired;
    }
}

package dev.meterlark.scaling;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/**
 * How many sandboxes of a version there should be, by how many calls it had at once: the decision
 * of Knative's autoscaler with its stable window and its panic window. A call that finds no sandbox
 * starts one here in any case, so that a growing load has always as many as it needs at the moment;
 * what this adds is some ahead of it. So panic is told by the short window against what the long
 * one needs, where Knative compares with what is ready.
 */
final class ConcurrencyScaling {

    /**
     * @param target calls a sandbox should have of those it can have, as a part
     * @param panicThreshold the short window's need over the long one's from which on it counts
     * @param calm how long after the last such moment the short window still counts
     * @param mostUp by what factor the sandboxes may grow in one decision
     * @param mostDown by what factor they may shrink
     */
    record Limits(
            double target, double panicThreshold, Duration calm, double mostUp, double mostDown) {}

    /**
     * @param stable calls at once on the average of the long window
     * @param panic the same of the short window
     * @param there sandboxes, also those being started
     * @param slots calls that one of them can have at once
     */
    record Facts(double stable, double panic, int there, int slots) {}

    /**
     * What one decision leaves to the next.
     *
     * @param since the last moment above the threshold; null when calm
     * @param most sandboxes wanted in this panic
     */
    record Panic(@Nullable Instant since, int most) {

        static final Panic NONE = new Panic(null, 0);
    }

    record Decision(int desired, Panic panic) {}

    private ConcurrencyScaling() {}

    static Decision decide(Panic before, Facts facts, Limits limits, Instant now) {
        int stable = needed(facts.stable, facts.slots, limits.target);
        int brief = needed(facts.panic, facts.slots, limits.target);
        Panic panic = panic(before, brief, stable, limits, now);
        if (panic.since == null) {
            return new Decision(bounded(stable, facts.there, limits), panic);
        }
        int desired = bounded(Math.max(panic.most, brief), facts.there, limits);
        return new Decision(
                Math.max(desired, before.most),
                new Panic(panic.since, Math.max(desired, before.most)));
    }

    private static Panic panic(Panic before, int brief, int stable, Limits limits, Instant now) {
        boolean over = brief >= limits.panicThreshold * Math.max(1, stable);
        if (over || before.since != null && brief > before.most) {
            return new Panic(now, before.most);
        }
        boolean calm = before.since == null || !before.since.plus(limits.calm).isAfter(now);
        return calm ? Panic.NONE : before;
    }

    /** One caller after another needs no spare sandbox, so that up to one call needs one. */
    private static int needed(double calls, int slots, double target) {
        return (int) Math.ceil((calls <= 1 ? calls : calls / (slots * target)) - 1e-9);
    }

    private static int bounded(int wanted, int there, Limits limits) {
        int most = (int) Math.ceil(limits.mostUp * Math.max(1, there));
        int least = (int) Math.floor(there / limits.mostDown);
        return Math.clamp(wanted, Math.min(least, most), most);
    }
}

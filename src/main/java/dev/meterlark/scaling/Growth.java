package dev.meterlark.scaling;

import dev.meterlark.scaling.ScalingProperties.ConcurrencyProperties;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many calls at once a version that is being called has had lately. Not thread-safe. */
final class Growth {

    private record Sample(long nanos, double callNanos) {}

    /**
     * @param growing whether the calls at once grow so fast that sandboxes should be there first
     */
    record Wanted(int sandboxes, boolean growing) {}

    private final ConcurrencyProperties properties;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final SlidingMaximum recent;
    private ConcurrencyScaling.Panic panic = ConcurrencyScaling.Panic.NONE;
    private int last;

    /**
     * @param begin before the calls that are looked at now
     * @param surplusFor how long the largest need counts
     */
    Growth(ConcurrencyProperties properties, Duration surplusFor, long begin, double callNanos) {
        this.properties = properties;
        this.recent = new SlidingMaximum(surplusFor);
        samples.add(new Sample(begin, callNanos));
    }

    Wanted look(Tally.Load load, Instant now, long nanos) {
        samples.addLast(new Sample(nanos, load.callNanos()));
        forgetBefore(nanos - properties.stableWindow().toNanos());
        var facts =
                new ConcurrencyScaling.Facts(
                        average(properties.stableWindow(), nanos),
                        average(properties.panicWindow(), nanos),
                        Math.max(last, load.inUse()),
                        load.slots());
        var decision = ConcurrencyScaling.decide(panic, facts, properties.limits(), now);
        panic = decision.panic();
        last = decision.desired();
        return new Wanted(recent.with(last, now), panic.since() != null);
    }

    /** The last one before the window is kept: it says what there was at its beginning. */
    private void forgetBefore(long nanos) {
        Sample first = samples.removeFirst();
        while (samples.getFirst().nanos - nanos <= 0 && samples.size() > 1) {
            first = samples.removeFirst();
        }
        samples.addFirst(first);
    }

    /** Before the first sample there was nothing. */
    private double average(Duration window, long now) {
        long begin = now - window.toNanos();
        Sample from = samples.getFirst();
        for (Sample each : samples) {
            if (each.nanos - begin <= 0) {
                from = each;
            }
        }
        return (samples.getLast().callNanos - from.callNanos)
                / Math.max(window.toNanos(), now - from.nanos);
    }
}

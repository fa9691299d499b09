package dev.meterlark.scaling;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * How many sandboxes there should be, beyond those that calls start.
 *
 * @param enabled whether anything is learned and started ahead; if not, idle sandboxes are all kept
 *     for {@code meterlark.worker.idle-for} and floors are not kept
 * @param every pause between two decisions
 * @param versions of which is remembered when they are called; those called least are forgotten
 * @param surplusFor how long an idle sandbox is kept beyond those that the calls at once need, and
 *     for how long the largest such need counts
 * @param mostAhead sandboxes of a version that are started ahead of calls that grow fast, beyond
 *     those in use
 * @param keptOfAccount sandboxes that one account may have kept ready
 * @param keptOfNode the same of all accounts together
 */
@ConfigurationProperties("meterlark.scaling")
record ScalingProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("2s") Duration every,
        @DefaultValue("10000") int versions,
        @DefaultValue("5m") Duration surplusFor,
        @DefaultValue("8") int mostAhead,
        @DefaultValue("20") int keptOfAccount,
        @DefaultValue("50") int keptOfNode,
        @DefaultValue ConcurrencyProperties concurrency,
        @DefaultValue HistogramProperties histogram) {

    ScalingProperties {
        positive("every", every);
        atLeast("versions", versions, 1);
        notNegative("surplus-for", surplusFor);
        atLeast("most-ahead", mostAhead, 0);
        atLeast("kept-of-account", keptOfAccount, 0);
        atLeast("kept-of-node", keptOfNode, 0);
        if (concurrency.panicWindow.compareTo(every) < 0) {
            throw refused(
                    "concurrency.panic-window",
                    "be at least meterlark.scaling.every (%s)".formatted(every),
                    concurrency.panicWindow);
        }
    }

    Floors.Limits floors() {
        return new Floors.Limits(keptOfAccount, keptOfNode);
    }

    /**
     * @param stableWindow over which calls at once are averaged
     * @param panicWindow the same for what grows fast
     * @param panicThreshold how many times the long window's need the short one's must be
     * @param target of the calls that a sandbox can have at once, the part it should have
     * @param mostUp the factor by which sandboxes may grow in one decision
     * @param mostDown the factor by which they may shrink in one decision
     */
    record ConcurrencyProperties(
            @DefaultValue("60s") Duration stableWindow,
            @DefaultValue("6s") Duration panicWindow,
            @DefaultValue("2") double panicThreshold,
            @DefaultValue("0.7") double target,
            @DefaultValue("4") double mostUp,
            @DefaultValue("2") double mostDown) {

        ConcurrencyProperties {
            if (stableWindow.compareTo(panicWindow) < 0) {
                throw refused(
                        "concurrency.stable-window",
                        "be at least panic-window (%s)".formatted(panicWindow),
                        stableWindow);
            }
            moreThanOne("concurrency.panic-threshold", panicThreshold);
            part("concurrency.target", target);
            moreThanOne("concurrency.most-up", mostUp);
            moreThanOne("concurrency.most-down", mostDown);
        }

        ConcurrencyScaling.Limits limits() {
            return new ConcurrencyScaling.Limits(
                    target, panicThreshold, stableWindow, mostUp, mostDown);
        }
    }

    /**
     * @param leastTimes idle times of a version that must be known before anything is said of it
     * @param leastVariation of the bins' counts, from which on the times are said to gather
     * @param head part of the times that may be shorter than a window's beginning
     * @param tail part of the times that are shorter than its end
     * @param margin by which a window is widened, as a part of its ends
     * @param leastAhead a sandbox that would be gone for less than this stays
     * @param leastKept how long one that stays is kept at least
     * @param longestKept how long one is kept at most for one call that may come
     */
    record HistogramProperties(
            @DefaultValue("4") int leastTimes,
            @DefaultValue("2") double leastVariation,
            @DefaultValue("0.05") double head,
            @DefaultValue("0.99") double tail,
            @DefaultValue("0.1") double margin,
            @DefaultValue("2m") Duration leastAhead,
            @DefaultValue("5m") Duration leastKept,
            @DefaultValue("30m") Duration longestKept) {

        HistogramProperties {
            atLeast("histogram.least-times", leastTimes, 1);
            if (leastVariation < 0) {
                throw refused("histogram.least-variation", "not be negative", leastVariation);
            }
            part("histogram.tail", tail);
            if (!(head >= 0 && head < tail)) {
                throw refused(
                        "histogram.head",
                        "be at least 0 and less than tail (%s)".formatted(tail),
                        head);
            }
            if (!(margin >= 0 && margin < 1)) {
                throw refused("histogram.margin", "be at least 0 and less than 1", margin);
            }
            positive("histogram.least-ahead", leastAhead);
            notNegative("histogram.least-kept", leastKept);
            if (longestKept.compareTo(leastKept) < 0) {
                throw refused(
                        "histogram.longest-kept",
                        "be at least least-kept (%s)".formatted(leastKept),
                        longestKept);
            }
        }

        HybridHistogram.Limits limits() {
            var others = HybridHistogram.Limits.DEFAULT;
            return new HybridHistogram.Limits(
                    leastTimes,
                    leastVariation,
                    head,
                    tail,
                    margin,
                    others.rareMargin(),
                    others.longestRareMargin(),
                    leastAhead,
                    leastKept,
                    longestKept);
        }
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least) {
            throw refused(key, "be at least " + least, value);
        }
    }

    private static void positive(String key, Duration value) {
        if (!value.isPositive()) {
            throw refused(key, "be longer than 0", value);
        }
    }

    private static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw refused(key, "not be negative", value);
        }
    }

    private static void moreThanOne(String key, double value) {
        if (!(value > 1)) {
            throw refused(key, "be more than 1", value);
        }
    }

    private static void part(String key, double value) {
        if (!(value > 0 && value <= 1)) {
            throw refused(key, "be more than 0 and at most 1", value);
        }
    }

    private static IllegalArgumentException refused(String key, String rule, Object value) {
        return new IllegalArgumentException(
                "meterlark.scaling.%s must %s, was: %s".formatted(key, rule, value));
    }
}

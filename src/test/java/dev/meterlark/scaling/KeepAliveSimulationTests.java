package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.scaling.Simulator.Result;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** The policy earns its keep: a change of it that does worse fails here. */
class KeepAliveSimulationTests {

    private static final int DAYS = 4;
    private static final List<Arrivals.Function> FUNCTIONS = Arrivals.of(Simulator.SEED, 400, DAYS);

    private static final Result FIXED = run(() -> Simulator.fixed(Duration.ofMinutes(10)));
    private static final Result OURS =
            run(() -> Simulator.histogram(HybridHistogram.Limits.DEFAULT));

    @Test
    void theHistogramTakesLessMemoryThanTenMinutesForAllAndHasFewerColdStarts() {
        assertThat(OURS.memorySeconds()).isLessThan(0.9 * FIXED.memorySeconds());
        assertThat(OURS.cold()).isLessThan(FIXED.cold());
    }

    @Test
    void theFunctionsThatAreSeldomCalledGainMost() {
        assertThat(OURS.coldShareOf(0.5)).isLessThan(0.7 * FIXED.coldShareOf(0.5));
        assertThat(OURS.coldShareOf(0.75)).isLessThan(FIXED.coldShareOf(0.75));
    }

    @Test
    void withoutAnyKeepingEveryCallIsColdAndNoMemoryIsTaken() {
        Result none = run(() -> Simulator.fixed(Duration.ZERO));

        assertThat(none.cold()).isEqualTo(none.calls());
        assertThat(none.memorySeconds()).isZero();
    }

    @Test
    void onACrowdedNodeWhatIsWorthLeastEndsRatherThanWhatWasUnusedForLongest() {
        List<Arrivals.Function> functions = Arrivals.of(Simulator.SEED, 150, 1);
        var unused = CrowdedNode.run(functions, 4 * 1024, false, CrowdedNode.LEAST_RECENTLY_USED);
        var worth = CrowdedNode.run(functions, 4 * 1024, true, CrowdedNode.LEAST_WORTH);

        assertThat(worth.evicted()).isPositive();
        assertThat(worth.cold()).isLessThan(unused.cold() * 8 / 10);
    }

    @Test
    void theCallsHaveThePublishedShape() {
        double[] perDay =
                FUNCTIONS.stream().mapToDouble(each -> (double) each.at().length / DAYS).toArray();

        assertThat(shareUpTo(24, perDay)).isBetween(0.35, 0.55);
        assertThat(shareUpTo(1440, perDay)).isBetween(0.75, 0.88);
        assertThat(Arrivals.of(Simulator.SEED, 400, DAYS).getLast().at())
                .isEqualTo(FUNCTIONS.getLast().at());
    }

    private static double shareUpTo(double most, double[] perDay) {
        return Arrays.stream(perDay).filter(each -> each <= most).count() / (double) perDay.length;
    }

    private static Result run(Supplier<Simulator.Policy> policies) {
        return Simulator.run(FUNCTIONS, policies, DAYS * Arrivals.DAY);
    }
}

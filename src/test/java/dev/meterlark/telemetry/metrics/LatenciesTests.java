package dev.meterlark.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Random;

class LatenciesTests {

    private final Random random = new Random(7);

    @Test
    void noCallsHaveNoPercentile() {
        assertThat(Latencies.NONE.percentile(0.99)).isZero();
        assertThat(Latencies.decode(Latencies.NONE.encoded()).calls()).isZero();
    }

    @Test
    void whateverIsPutTogetherAPercentileIsOffByLittle() {
        long[] micros = new long[10_000];
        Latencies together = Latencies.NONE;
        Latencies part = Latencies.NONE;
        for (int i = 0; i < micros.length; i++) {
            micros[i] = 1 + (long) Math.exp(random.nextDouble() * 20);
            part = part.plus(Latencies.of(Latencies.bucketOf(micros[i]), 1));
            if (i % 100 == 99) {
                together = together.plus(Latencies.decode(part.encoded()));
                part = Latencies.NONE;
            }
        }
        Arrays.sort(micros);

        assertThat(together.calls()).isEqualTo(micros.length);
        for (double p : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 1}) {
            long exact = micros[(int) Math.ceil(p * micros.length) - 1];
            assertThat(together.percentile(p)).isCloseTo(exact, within(exact / 40 + 1));
        }
    }

    @Test
    void whatIsTakenOutAgainWasNeverIn() {
        Latencies some = any(50);
        Latencies more = any(70);

        assertThat(some.plus(more).minus(more).encoded()).isEqualTo(some.encoded());
        assertThat(some.minus(some).encoded()).isEmpty();
        assertThat(some.minus(some.plus(more)).calls()).isZero();
    }

    @Test
    void manyCallsTakeFewBytes() {
        Latencies busy = Latencies.NONE;
        for (int i = 0; i < 1_000_000; i++) {
            busy = i % 1000 == 0 ? busy.plus(Latencies.of(i / 20_000, 20_000)) : busy;
        }

        assertThat(busy.encoded().length).isLessThan(300);
    }

    @Test
    void thoseAtMostSoLongRiseWithTheLength() {
        Latencies some = any(200);

        long before = 0;
        for (long micros = 1; micros < 1L << 32; micros *= 3) {
            long now = some.atMost(micros);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        assertThat(some.atMost(1L << 40)).isEqualTo(200);
    }

    private Latencies any(int calls) {
        Latencies some = Latencies.NONE;
        for (int i = 0; i < calls; i++) {
            some = some.plus(Latencies.of(random.nextInt(440), 1));
        }
        return some;
    }
}

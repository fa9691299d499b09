package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class IdleTimesTests {

    private final IdleTimes times = new IdleTimes();

    @ParameterizedTest
    @ValueSource(longs = {1000, 1001, 1999, 2000, 59_000, 600_000, 3_600_000, 16_383_999})
    void aBinIsASixteenthOfAnOctaveWide(long millis) {
        times.add(millis);

        long lower = times.headMillis(0.5);
        long upper = times.tailMillis(0.5);

        assertThat(millis).isBetween(lower, upper - 1);
        assertThat((double) upper / lower).isLessThanOrEqualTo(1 + 1.0 / 16);
    }

    @Test
    void whatIsBeyondTheRangeIsCountedApart() {
        times.add(IdleTimes.RANGE_MILLIS);
        times.add(0);

        assertThat(times.inRange()).isEqualTo(1);
        assertThat(times.outOfRange()).isEqualTo(1);
        assertThat(times.longerThan(IdleTimes.RANGE_MILLIS)).isEqualTo(1);
    }

    @Test
    void variationIsLargeWhereTimesGatherAndSmallWhereTheyDoNot() {
        for (int i = 0; i < 100; i++) {
            times.add(300_000);
        }
        assertThat(times.variation()).isEqualTo(Math.sqrt(IdleTimes.BINS - 1), within(0.001));

        for (long millis = 500; millis < IdleTimes.RANGE_MILLIS; millis += millis / 20) {
            times.add(millis);
        }
        assertThat(times.variation()).isLessThan(8);
        assertThat(new IdleTimes().variation()).isZero();
    }

    @Test
    void percentilesAreThoseOfTheTimesToldNotOfTheBins() {
        for (int i = 1; i <= 100; i++) {
            times.add(i * 60_000L);
        }

        assertThat(times.headMillis(0.05)).isBetween(280_000L, 300_000L);
        assertThat(times.tailMillis(0.99)).isBetween(99 * 60_000L, 106 * 60_000L);
    }

    @Test
    void keepingBringsACallForTheTimeThatIsLeftUntilThen() {
        for (int i = 0; i < 10; i++) {
            times.add(100_000);
        }

        assertThat(times.callsPerSecond(0)).isCloseTo(1 / 100.0, within(0.001));
        assertThat(times.callsPerSecond(80_000)).isCloseTo(1 / 20.0, within(0.01));
        assertThat(times.callsPerSecond(200_000)).isZero();
        assertThat(times.callsPerSecond(IdleTimes.RANGE_MILLIS)).isZero();
    }

    @Test
    void keepingIsGivenUpWhereLaterCallsAreNotWorthIt() {
        times.add(1_000);
        times.add(9_000_000);

        assertThat(times.callsPerSecond(0)).isGreaterThan(0.3);
    }

    @Test
    void countsStaySmallHoweverManyTimesAreTold() {
        for (int i = 0; i < 1_000_000; i++) {
            times.add(5_000);
        }

        assertThat(times.inRange()).isBetween(2_000, 4_096);
        assertThat(times.longerThan(Duration.ofHours(1).toMillis())).isZero();
    }

    @Test
    void aFunctionTakesFewerThanFourKilobytes() {
        assertThat(IdleTimes.BYTES).isLessThan(1024);
    }
}

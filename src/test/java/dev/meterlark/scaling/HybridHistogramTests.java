package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.scaling.HybridHistogram.Limits;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class HybridHistogramTests {

    private final IdleTimes times = new IdleTimes();
    private final RareTimes rare = new RareTimes();

    @Test
    void ofAVersionThatIsHardlyKnownNothingIsSaid() {
        idle(3, Duration.ofMinutes(5));

        assertThat(decide()).isEqualTo(new Keeping.Standard());
    }

    @Test
    void aTimersSandboxEndsAndAnotherIsThereShortlyBeforeTheNextTick() {
        idle(10, Duration.ofMinutes(15));

        assertThat(decide())
                .isInstanceOfSatisfying(
                        Keeping.Within.class,
                        within -> {
                            assertThat(within.from())
                                    .isBetween(Duration.ofMinutes(12), Duration.ofMinutes(14));
                            assertThat(within.to())
                                    .isBetween(Duration.ofMinutes(16), Duration.ofMinutes(18));
                        });
    }

    @Test
    void aSandboxThatWouldBeGoneForAMomentOnlyStays() {
        idle(10, Duration.ofMinutes(2));

        assertThat(decide())
                .isEqualTo(new Keeping.Within(Duration.ZERO, Limits.DEFAULT.leastKept()));
    }

    @Test
    void aFewLateCallsDoNotKeepItLong() {
        idle(995, Duration.ofSeconds(50));
        idle(5, Duration.ofHours(2));

        assertThat(decide())
                .isEqualTo(new Keeping.Within(Duration.ZERO, Limits.DEFAULT.leastKept()));
    }

    @Test
    void whatIsSpreadWidelyKeepsItForNoLongerThanTheBound() {
        for (int minutes = 1; minutes < 200; minutes += 5) {
            idle(1, Duration.ofMinutes(minutes));
        }

        assertThat(decide())
                .isInstanceOfSatisfying(
                        Keeping.Within.class,
                        within ->
                                assertThat(within.to().minus(within.from()))
                                        .isEqualTo(Limits.DEFAULT.longestKept()));
    }

    @Test
    void timesThatGatherNowhereSayNothing() {
        for (long millis = 500; millis < IdleTimes.RANGE_MILLIS; millis += millis / 20) {
            times.add(millis);
        }

        assertThat(times.variation()).isLessThan(Limits.DEFAULT.leastVariation());
        assertThat(decide()).isEqualTo(new Keeping.Standard());
    }

    @Test
    void aDailyTimerIsForetoldThoughItIsBeyondTheHistogram() {
        idle(5, Duration.ofDays(1));

        assertThat(decide())
                .isEqualTo(
                        new Keeping.Within(
                                Duration.ofDays(1).minusMinutes(3),
                                Duration.ofDays(1).plusMinutes(3)));
    }

    @Test
    void rareCallsWithoutARuleAreNotForetold() {
        idle(3, Duration.ofHours(6));
        idle(2, Duration.ofDays(2));

        assertThat(decide()).isEqualTo(new Keeping.Standard());
    }

    @Test
    void aNewHabitOutweighsAnOldOne() {
        idle(4_000, Duration.ofMinutes(5));
        idle(20_000, Duration.ofMinutes(30));

        assertThat(decide())
                .isInstanceOfSatisfying(
                        Keeping.Within.class,
                        within -> assertThat(within.from()).isGreaterThan(Duration.ofMinutes(20)));
    }

    private void idle(int count, Duration each) {
        for (int i = 0; i < count; i++) {
            times.add(each.toMillis());
            if (each.toMillis() >= IdleTimes.RANGE_MILLIS) {
                rare.add(each.toMillis());
            }
        }
    }

    private Keeping decide() {
        return HybridHistogram.decide(times, rare, Limits.DEFAULT);
    }
}

package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.scaling.ConcurrencyScaling.Decision;
import dev.meterlark.scaling.ConcurrencyScaling.Facts;
import dev.meterlark.scaling.ConcurrencyScaling.Limits;
import dev.meterlark.scaling.ConcurrencyScaling.Panic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;

class ConcurrencyScalingTests {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Limits LIMITS = new Limits(0.7, 2, Duration.ofMinutes(1), 4, 2);

    @ParameterizedTest
    @CsvSource({
        // stable, panic, there, slots, desired
        "0, 0, 1, 1, 0",
        "0.2, 0.2, 1, 1, 1",
        "1, 1, 1, 1, 1",
        "7, 7, 10, 1, 10",
        "7, 7, 2, 10, 1",
        "70, 70, 10, 10, 10",
    })
    void aSteadyLoadGetsWhatItNeedsWithSomeToSpare(
            double stable, double brief, int there, int slots, int desired) {
        assertThat(decide(Panic.NONE, new Facts(stable, brief, there, slots), NOW))
                .isEqualTo(new Decision(desired, Panic.NONE));
    }

    @Test
    void aLoadThatGrowsFastIsMetAheadOfItself() {
        Decision growing = decide(Panic.NONE, new Facts(2, 14, 14, 1), NOW);

        assertThat(growing.desired()).isEqualTo(20);
        assertThat(growing.panic()).isEqualTo(new Panic(NOW, 20));
    }

    @Test
    void nothingShrinksInAPanicAndItEndsAfterACalmMinute() {
        Panic panic = decide(Panic.NONE, new Facts(2, 14, 14, 1), NOW).panic();

        Decision soon = decide(panic, new Facts(5, 3, 20, 1), NOW.plusSeconds(59));
        Decision later = decide(soon.panic(), new Facts(5, 3, 20, 1), NOW.plusSeconds(60));

        assertThat(soon.desired()).isEqualTo(20);
        assertThat(later).isEqualTo(new Decision(10, Panic.NONE));
    }

    @Test
    void aPanicThatGoesOnIsOneAndGrows() {
        Panic panic = decide(Panic.NONE, new Facts(2, 14, 14, 1), NOW).panic();

        Decision next = decide(panic, new Facts(12, 21, 21, 1), NOW.plusSeconds(50));

        assertThat(next).isEqualTo(new Decision(30, new Panic(NOW.plusSeconds(50), 30)));
    }

    @Test
    void neitherGrowthNorShrinkingIsFasterThanAllowed() {
        assertThat(decide(Panic.NONE, new Facts(0, 70, 3, 1), NOW).desired()).isEqualTo(12);
        assertThat(decide(Panic.NONE, new Facts(0, 70, 0, 1), NOW).desired()).isEqualTo(4);
        assertThat(decide(Panic.NONE, new Facts(0.5, 0, 40, 1), NOW).desired()).isEqualTo(20);
        assertThat(decide(Panic.NONE, new Facts(0.5, 0, 1, 1), NOW).desired()).isEqualTo(1);
    }

    private static Decision decide(Panic before, Facts facts, Instant now) {
        return ConcurrencyScaling.decide(before, facts, LIMITS, now);
    }
}

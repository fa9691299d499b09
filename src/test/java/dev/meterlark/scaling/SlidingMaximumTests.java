package dev.meterlark.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class SlidingMaximumTests {

    private static final Instant BEGIN = Instant.parse("2026-11-25T12:00:00Z");

    @Test
    void theLargestHoldsForTheWindowAndNoLonger() {
        var maximum = new SlidingMaximum(Duration.ofSeconds(10));

        assertThat(maximum.with(5, BEGIN)).isEqualTo(5);
        assertThat(maximum.with(3, BEGIN.plusSeconds(4))).isEqualTo(5);
        assertThat(maximum.with(1, BEGIN.plusSeconds(10))).isEqualTo(5);
        assertThat(maximum.with(1, BEGIN.plusSeconds(11))).isEqualTo(3);
        assertThat(maximum.with(0, BEGIN.plusSeconds(60))).isZero();
    }

    @Test
    void itIsTheMaximumOfAllThatWasToldInTheWindow() {
        var random = new Random(3);
        var maximum = new SlidingMaximum(Duration.ofSeconds(20));
        List<Integer> told = new ArrayList<>();
        for (int second = 0; second < 500; second++) {
            told.add(random.nextInt(100));
            int expected =
                    told.subList(Math.max(0, second - 20), second + 1).stream()
                            .max(Integer::compare)
                            .orElseThrow();

            assertThat(maximum.with(told.getLast(), BEGIN.plusSeconds(second))).isEqualTo(expected);
        }
    }
}

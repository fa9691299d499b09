package dev.meterlark.telemetry.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.Test;

import java.time.Instant;

class PerSecondTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final PerSecond three = new PerSecond(3);
    private final FunctionId function = FunctionId.random();

    @Test
    void soManyOfAFunctionInASecondAndAgainInTheNext() {
        for (int i = 0; i < 3; i++) {
            assertThat(three.take(function, NOON.plusMillis(i))).isTrue();
        }
        assertThat(three.take(function, NOON.plusMillis(999))).isFalse();
        assertThat(three.take(function, NOON.plusSeconds(1))).isTrue();
    }

    @Test
    void oneFunctionTakesNothingFromAnother() {
        for (int i = 0; i < 5; i++) {
            three.take(function, NOON);
        }

        assertThat(three.take(FunctionId.random(), NOON)).isTrue();
    }

    @Test
    void noneIsNone() {
        assertThat(new PerSecond(0).take(function, NOON)).isFalse();
    }
}

package dev.meterlark.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;

class MetricRangeTests {

    private static final Instant NOW = Instant.parse("2026-11-23T12:34:56.789Z");

    @ParameterizedTest
    @CsvSource({
        "PT1H, 1m",
        "PT3H, 5m",
        "PT24H, 15m",
        "PT96H, 1h",
        "P7D, 3h",
        "P20D, 6h",
        "P90D, 1d",
    })
    void aStepIsChosenThatAChartCanShow(Duration range, String step) {
        MetricRange readable = MetricRange.readable(NOW.minus(range), NOW);

        assertThat(MetricRange.shown(readable.step())).isEqualTo(step);
        assertThat(readable.steps()).isLessThanOrEqualTo(102);
    }

    @Test
    void stepsAreWholeAndHoldAllThatWasAskedFor() {
        MetricRange range =
                MetricRange.of("2026-11-23T10:07:00Z", "2026-11-23T11:00:01Z", "15m", NOW);

        assertThat(range.from()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(range.to()).isEqualTo("2026-11-23T11:15:00Z");
        assertThat(range.steps()).isEqualTo(5);
        assertThat(range.stepOf(range.at(4))).isEqualTo(4);
    }

    @Test
    void withoutATimeItIsTheLastDay() {
        MetricRange range = MetricRange.of(null, null, null, NOW);

        assertThat(range.from()).isEqualTo("2026-11-22T12:30:00Z");
        assertThat(range.to()).isEqualTo("2026-11-23T12:45:00Z");
    }

    @Test
    void aDateIsItsMidnight() {
        MetricRange range = MetricRange.of("2026-11-01", "2026-11-08", "1d", NOW);

        assertThat(range.from()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(range.steps()).isEqualTo(7);
    }

    @Test
    void whatIsNoRangeIsRefusedWithItsValue() {
        refused("yesterday", null, null, "from must be a date such as", "was: yesterday");
        refused(null, "2026-13-01", null, "to must be a date", "was: 2026-13-01");
        refused(null, null, "7m", "step must be one of 1m, 5m", "was: 7m");
        refused("2026-11-02", "2026-11-01", null, "from must be before to", "2026-11-02");
        refused("1999-01-01", null, null, "from must lie between", "1999-01-01");
        refused("2026-11-01", "2026-11-20", "1m", "at most 1500 steps", "ask for longer ones");
        refused("x".repeat(500), null, null, "was: xxx", "…");
    }

    private static void refused(
            @Nullable String from, @Nullable String to, @Nullable String step, String... texts) {
        assertThatThrownBy(() -> MetricRange.of(from, to, step, NOW))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll(texts);
    }
}

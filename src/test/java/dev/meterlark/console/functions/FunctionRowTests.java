package dev.meterlark.console.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.console.ChartRange;
import dev.meterlark.console.Health;
import dev.meterlark.console.Show;
import dev.meterlark.telemetry.metrics.Point;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;

/** How a function's time is put into words, and which time that is. */
class FunctionRowTests {

    private static final Instant NOW = Instant.parse("2026-11-26T10:07:30Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, idle",
        "0, 0, 0, 1, turned away",
        "100, 0, 0, 0, healthy",
        "100, 5, 0, 0, some errors",
        "100, 6, 0, 3, failing",
        "100, 5, 2, 3, disturbed by us",
        "100, 1, 1, 3, turned away"
    })
    void healthIsTheWorstThatIsTrue(
            long calls, long errors, long platformErrors, long throttled, String words) {
        var lately = new Point(NOW, calls, errors, platformErrors, throttled, 0, 1, 2, 3, 1);

        assertThat(Health.of(true, lately).words()).isEqualTo(words);
    }

    @Test
    void withoutCodeNothingElseCounts() {
        assertThat(Health.of(false, null).words()).isEqualTo("no code");
        assertThat(Health.of(true, null).words()).isEqualTo("idle");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0 %",
        "0, 9, 0 %",
        "1, 2, 50 %",
        "1, 3, 33.3 %",
        "1, 100000, < 0.1 %",
        "7, 7, 100 %"
    })
    void aShareThatIsNotNothingIsNotShownAsNothing(long part, long whole, String shown) {
        assertThat(Show.share(part, whole)).isEqualTo(shown);
    }

    @Test
    void aRangeHoldsTheStepThatIsNotOverYet() {
        for (ChartRange range : ChartRange.all()) {
            assertThat(range.end(NOW)).isAfter(NOW);
            assertThat(Duration.between(NOW, range.end(NOW))).isLessThanOrEqualTo(range.step());
            assertThat(Duration.between(range.begin(NOW), range.end(NOW)).dividedBy(range.step()))
                    .isBetween(60L, 168L);
        }
        assertThat(ChartRange.QUARTER.end(NOW)).isEqualTo("2026-11-27T00:00:00Z");
        assertThat(ChartRange.of("7d")).isEqualTo(ChartRange.WEEK);
        assertThat(ChartRange.of("nonsense")).isEqualTo(ChartRange.DAY);
    }
}

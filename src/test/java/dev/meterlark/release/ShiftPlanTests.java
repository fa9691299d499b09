package dev.meterlark.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meterlark.metering.Conduct;
import dev.meterlark.release.ShiftPlan.Decision;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What comes next in a shift, and what cannot be planned. */
class ShiftPlanTests {

    private static final Instant BEGAN = Instant.parse("2026-11-25T12:00:00Z");
    private static final ReleaseProperties PROPERTIES =
            new ReleaseProperties(
                    Duration.ofSeconds(5), 5, Duration.ofHours(1), Duration.ofMinutes(5));

    private final ShiftPlan usual = plan("0.1@300;0.5@60", "0.05", 800L, 20);

    @Test
    void aStepLastsItsTimeAndThenTheNextComesAndAfterTheLastTheEnd() {
        assertThat(decide(0, 299, Conduct.NONE)).isEqualTo(new Decision.Wait());
        assertThat(decide(0, 300, Conduct.NONE)).isEqualTo(new Decision.GoOn(1));
        assertThat(decide(1, 59, seen(100, 0, 10))).isEqualTo(new Decision.Wait());
        assertThat(decide(1, 60, seen(100, 0, 10))).isEqualTo(new Decision.Complete());
    }

    @Test
    void beyondABoundItGoesBackAtOnceAndSaysWhy() {
        assertThat(decide(0, 1, seen(100, 6, 10)))
                .isEqualTo(
                        new Decision.GoBack(
                                "6 of 100 calls failed, a share of 0.06, and 0.05 is allowed"));
        assertThat(decide(1, 60, seen(20, 0, 801)))
                .isEqualTo(
                        new Decision.GoBack(
                                "the p95 of 20 calls is 801 ms, and 800 ms are allowed"));
    }

    @Test
    void atABoundItGoesOn() {
        assertThat(decide(0, 300, seen(100, 5, 800))).isEqualTo(new Decision.GoOn(1));
    }

    @Test
    void fewCallsAreNotJudged() {
        assertThat(decide(0, 1, seen(19, 19, 9_000))).isEqualTo(new Decision.Wait());
        assertThat(decide(0, 1, seen(20, 20, 9_000))).isInstanceOf(Decision.GoBack.class);
    }

    @Test
    void withoutABoundOfTimeSlownessIsNoReason() {
        ShiftPlan patient = plan("0.1@300", "0", null, 1);

        assertThat(patient.decide(0, BEGAN, seen(10, 0, 90_000), BEGAN))
                .isEqualTo(new Decision.Wait());
        assertThat(patient.decide(0, BEGAN, seen(10, 1, 1), BEGAN))
                .isInstanceOf(Decision.GoBack.class);
    }

    @Test
    void whatIsNotSaidIsUsual() {
        ShiftPlan plan = ShiftPlan.read(new ShiftWishes("2", null, null, null, null), PROPERTIES);

        assertThat(plan.stepsText()).isEqualTo("0.1@300;0.5@300");
        assertThat(plan.bounds()).isEqualTo(new ShiftPlan.Bounds(new BigDecimal("0.05"), null, 20));
        assertThat(ShiftPlan.parseSteps(plan.stepsText())).isEqualTo(plan.steps());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | | | | steps must be 1 to 5, were: 0",
                "0.1@1;0.2@1;0.3@1;0.4@1;0.5@1;0.6@1 | | | | were: 6",
                "0@1 | | | | above 0 and below 1, was: 0",
                "1@1 | | | | above 0 and below 1, was: 1",
                "-0.1@1 | | | | was: -0.1",
                "0.12345@1 | | | | may have 4 decimals, was: 0.12345",
                "0.5@1;0.5@1 | | | | 0.5 follows 0.5",
                "0.5@1;0.1@1 | | | | 0.1 follows 0.5",
                "0.5@0 | | | | must be 1 to 3600, were: 0",
                "0.5@3601 | | | | were: 3601",
                "0.5@1 | 1.1 | | | maxErrorShare must be 0 to 1, was: 1.1",
                "0.5@1 | -0.1 | | | was: -0.1",
                "0.5@1 | | 0 | | maxP95Ms must be 1 to 86400000, was: 0",
                "0.5@1 | | | 0 | minCalls must be 1 to 10000, was: 0",
            })
    void whatCannotBeIsRefusedWithItsValue(
            String steps,
            @Nullable BigDecimal errors,
            @Nullable Long p95,
            @Nullable Integer calls,
            String why) {
        List<ShiftWishes.@Nullable Step> asked = new ArrayList<>();
        for (String each : steps.isEmpty() ? new String[0] : steps.split(";")) {
            String[] pair = each.split("@");
            asked.add(new ShiftWishes.Step(new BigDecimal(pair[0]), Long.valueOf(pair[1])));
        }

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () ->
                                ShiftPlan.read(
                                        new ShiftWishes("2", asked, errors, p95, calls),
                                        PROPERTIES))
                .satisfies(e -> assertThat(e.publicText()).contains(why));
    }

    private Decision decide(int step, int secondsAfter, Conduct seen) {
        return usual.decide(step, BEGAN, seen, BEGAN.plusSeconds(secondsAfter));
    }

    private static Conduct seen(long calls, long failed, long p95Millis) {
        return new Conduct(calls, failed, Duration.ofMillis(p95Millis));
    }

    private static ShiftPlan plan(
            String steps, String errorShare, @Nullable Long p95Millis, int minCalls) {
        return new ShiftPlan(
                ShiftPlan.parseSteps(steps),
                new ShiftPlan.Bounds(
                        new BigDecimal(errorShare),
                        p95Millis == null ? null : Duration.ofMillis(p95Millis),
                        minCalls));
    }
}

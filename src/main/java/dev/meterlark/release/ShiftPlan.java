package dev.meterlark.release;

import dev.meterlark.metering.Conduct;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a shift goes on and when it goes back: what comes next is a function of the plan, of what was
 * seen, and of the time.
 *
 * @param steps each with a larger share than the one before; after the last all calls move
 */
record ShiftPlan(List<Step> steps, Bounds bounds) {

    private static final int MOST_DECIMALS = 4;
    private static final BigDecimal TENTH = new BigDecimal("0.1");
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal USUAL_ERROR_SHARE = new BigDecimal("0.05");
    private static final int USUAL_CALLS = 20;
    private static final int MOST_CALLS = 10_000;

    ShiftPlan {
        steps = List.copyOf(steps);
    }

    /**
     * @param share of the calls that the new version gets, above 0 and below 1
     */
    record Step(BigDecimal share, Duration lasts) {}

    /**
     * What the new version must keep to.
     *
     * @param errorShare of its calls that may fail by the function's fault
     * @param p95 what 19 of 20 runs may take; null for any
     * @param minCalls with fewer calls in a step, it is not judged
     */
    record Bounds(BigDecimal errorShare, @Nullable Duration p95, int minCalls) {

        /** Why the new version is not to be kept; empty when nothing speaks against it. */
        Optional<String> brokenBy(Conduct seen) {
            if (seen.calls() < minCalls) {
                return Optional.empty();
            }
            BigDecimal share = errorShareOf(seen);
            if (share.compareTo(errorShare) > 0) {
                return Optional.of(
                        "%d of %d calls failed, a share of %s, and %s is allowed"
                                .formatted(seen.failed(), seen.calls(), share, errorShare));
            }
            if (p95 != null && seen.p95().compareTo(p95) > 0) {
                return Optional.of(
                        "the p95 of %d calls is %d ms, and %d ms are allowed"
                                .formatted(seen.calls(), seen.p95().toMillis(), p95.toMillis()));
            }
            return Optional.empty();
        }
    }

    /** What to do now. */
    sealed interface Decision {

        record Wait() implements Decision {}

        /**
         * @param step its number, the first is 0
         */
        record GoOn(int step) implements Decision {}

        record Complete() implements Decision {}

        record GoBack(String reason) implements Decision {}
    }

    Decision decide(int step, Instant stepBegan, Conduct seen, Instant now) {
        Optional<String> broken = bounds.brokenBy(seen);
        if (broken.isPresent()) {
            return new Decision.GoBack(broken.get());
        }
        if (now.isBefore(stepBegan.plus(steps.get(step).lasts()))) {
            return new Decision.Wait();
        }
        return step + 1 < steps.size() ? new Decision.GoOn(step + 1) : new Decision.Complete();
    }

    static BigDecimal errorShareOf(Conduct seen) {
        return seen.calls() == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(seen.failed())
                        .divide(
                                BigDecimal.valueOf(seen.calls()),
                                MOST_DECIMALS,
                                RoundingMode.HALF_UP)
                        .stripTrailingZeros();
    }

    static ShiftPlan read(ShiftWishes wishes, ReleaseProperties properties) {
        return new ShiftPlan(steps(wishes.steps(), properties), bounds(wishes));
    }

    private static List<Step> steps(
            @Nullable List<ShiftWishes.@Nullable Step> asked, ReleaseProperties properties) {
        if (asked == null) {
            return Stream.of(TENTH, HALF)
                    .map(share -> new Step(share, properties.usualStep()))
                    .toList();
        }
        List<Step> steps =
                asked.stream()
                        .filter(Objects::nonNull)
                        .map(each -> step(each, properties))
                        .toList();
        if (steps.isEmpty() || steps.size() > properties.maxSteps()) {
            throw invalid(
                    "steps must be 1 to %d, were: %d"
                            .formatted(properties.maxSteps(), steps.size()));
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).share.compareTo(steps.get(i - 1).share) <= 0) {
                throw invalid(
                        "each step must have a larger weight than the one before, but %s follows %s"
                                .formatted(steps.get(i).share, steps.get(i - 1).share));
            }
        }
        return steps;
    }

    private static Step step(ShiftWishes.Step asked, ReleaseProperties properties) {
        BigDecimal share = asked.weight();
        if (share == null || share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0) {
            throw invalid(
                    "the weight of a step must be above 0 and below 1, was: %s; after the last step"
                                    .formatted(share)
                            + " all calls move");
        }
        long most = properties.longestStep().toSeconds();
        long seconds =
                asked.seconds() == null ? properties.usualStep().toSeconds() : asked.seconds();
        if (seconds < 1 || seconds > most) {
            throw invalid(
                    "the seconds of a step must be 1 to %d, were: %d".formatted(most, seconds));
        }
        return new Step(decimals("the weight of a step", share), Duration.ofSeconds(seconds));
    }

    private static Bounds bounds(ShiftWishes wishes) {
        BigDecimal share =
                wishes.maxErrorShare() == null ? USUAL_ERROR_SHARE : wishes.maxErrorShare();
        if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw invalid("maxErrorShare must be 0 to 1, was: " + share);
        }
        Long p95 = wishes.maxP95Ms();
        if (p95 != null && (p95 < 1 || p95 > Duration.ofDays(1).toMillis())) {
            throw invalid("maxP95Ms must be 1 to 86400000, was: " + p95);
        }
        int calls = wishes.minCalls() == null ? USUAL_CALLS : wishes.minCalls();
        if (calls < 1 || calls > MOST_CALLS) {
            throw invalid("minCalls must be 1 to %d, was: %d".formatted(MOST_CALLS, calls));
        }
        return new Bounds(
                decimals("maxErrorShare", share),
                p95 == null ? null : Duration.ofMillis(p95),
                calls);
    }

    private static BigDecimal decimals(String name, BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (plain.scale() > MOST_DECIMALS) {
            throw invalid("%s may have %d decimals, was: %s".formatted(name, MOST_DECIMALS, value));
        }
        return plain.setScale(Math.max(0, plain.scale()));
    }

    /** {@code 0.1@300;0.5@300}. */
    String stepsText() {
        return steps.stream()
                .map(each -> each.share.toPlainString() + "@" + each.lasts.toSeconds())
                .collect(Collectors.joining(";"));
    }

    static List<Step> parseSteps(String text) {
        return Arrays.stream(text.split(";"))
                .map(each -> each.split("@"))
                .map(
                        pair ->
                                new Step(
                                        new BigDecimal(pair[0]),
                                        Duration.ofSeconds(Long.parseLong(pair[1]))))
                .toList();
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}

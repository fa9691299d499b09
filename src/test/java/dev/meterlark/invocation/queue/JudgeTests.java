package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

class JudgeTests {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final double MIDDLE = 0.5;

    private final Judge judge =
            new Judge(
                    new BackOff(Duration.ofMinutes(1), Duration.ofMinutes(16)),
                    new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5)));

    private static Lease call(int attempt, int failures, int setbacks) {
        return new Lease(
                InvocationId.at(NOON),
                1,
                AccountId.random(),
                FunctionId.random(),
                FunctionRef.latest("f"),
                NOON,
                NOON,
                attempt,
                failures,
                setbacks,
                false,
                false,
                false,
                null,
                QueueNode.event("{}"),
                false,
                new byte[0],
                2);
    }

    private static AttemptEnd failed(ErrorCode code) {
        return new AttemptEnd.Failed("1", code, "Error", "it broke", new byte[0]);
    }

    @ParameterizedTest
    @CsvSource({"0, 60", "1, 120", "2, 240", "3, 480", "4, 960", "30, 960"})
    void aFunctionsPausesDoubleUpToABound(int before, int seconds) {
        BackOff backOff = judge.function();

        assertThat(backOff.pause(before + 1, MIDDLE)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aPauseVariesByAQuarterAndIsNeverLongerThanTheLongest() {
        BackOff backOff = new BackOff(Duration.ofSeconds(100), Duration.ofSeconds(110));

        assertThat(backOff.pause(1, 0)).isEqualTo(Duration.ofSeconds(75));
        assertThat(backOff.pause(1, 1)).isEqualTo(Duration.ofSeconds(110));
        assertThat(backOff.pause(Integer.MAX_VALUE, 1)).isEqualTo(Duration.ofSeconds(110));
    }

    @Test
    void theFunctionsFailuresAreTriedAgainAsOftenAsItsPolicySays() {
        AsyncPolicy policy = QueueNode.policy(1, Duration.ofHours(6));

        Verdict first =
                judge.judge(call(1, 0, 0), failed(ErrorCode.FUNCTION_ERROR), policy, NOON, MIDDLE);
        Verdict second =
                judge.judge(
                        call(2, 1, 0), failed(ErrorCode.FUNCTION_TIMEOUT), policy, NOON, MIDDLE);

        assertThat(first)
                .isEqualTo(
                        new Verdict.Again(
                                NOON.plusSeconds(60), 1, 1, 0, "Error", "it broke", null));
        assertThat(second)
                .isInstanceOfSatisfying(
                        Verdict.Ends.class,
                        end -> {
                            assertThat(end.reason()).isEqualTo(EndReason.RETRIES_EXHAUSTED);
                            assertThat(end.attempts()).isEqualTo(2);
                            assertThat(end.response()).asString().contains("it broke");
                        });
    }

    @Test
    void ourFailuresAreTriedAgainHoweverOften() {
        AsyncPolicy policy = QueueNode.policy(0, Duration.ofHours(6));

        Verdict verdict =
                judge.judge(
                        call(40, 0, 39), failed(ErrorCode.PLATFORM_ERROR), policy, NOON, MIDDLE);

        assertThat(verdict)
                .isEqualTo(
                        new Verdict.Again(
                                NOON.plusSeconds(300), 40, 0, 40, "Error", "it broke", null));
    }

    @Test
    void eachEventOfABatchHasAllItsTries() {
        AsyncPolicy policy = QueueNode.policy(2, Duration.ofHours(6));
        byte[] rest = "[2]".getBytes(StandardCharsets.UTF_8);

        Verdict another = judge.judge(call(3, 2, 0), partly(rest, true), policy, NOON, MIDDLE);
        Verdict theSame = judge.judge(call(3, 1, 0), partly(rest, false), policy, NOON, MIDDLE);
        Verdict last = judge.judge(call(3, 2, 0), partly(rest, false), policy, NOON, MIDDLE);

        assertThat(another)
                .isEqualTo(
                        new Verdict.Again(
                                NOON.plusSeconds(60),
                                3,
                                1,
                                0,
                                "BatchItemFailures",
                                "1 of 2",
                                rest));
        assertThat(theSame)
                .isEqualTo(
                        new Verdict.Again(
                                NOON.plusSeconds(120),
                                3,
                                2,
                                0,
                                "BatchItemFailures",
                                "1 of 2",
                                null));
        assertThat(last)
                .isInstanceOfSatisfying(
                        Verdict.Ends.class,
                        end -> assertThat(end.reason()).isEqualTo(EndReason.RETRIES_EXHAUSTED));
    }

    private static AttemptEnd partly(byte[] rest, boolean progressed) {
        return new AttemptEnd.PartlyDone("$LATEST", rest, progressed, "1 of 2");
    }

    @Test
    void whatWasNotBegunTakesNoNumber() {
        Verdict verdict =
                judge.judge(
                        call(3, 1, 0),
                        new AttemptEnd.NotBegun(ErrorCode.THROTTLED, "full"),
                        AsyncPolicy.DEFAULT,
                        NOON,
                        MIDDLE);

        assertThat(verdict)
                .isEqualTo(new Verdict.Again(NOON.plusSeconds(1), 2, 1, 1, null, "full", null));
    }

    @Test
    void noAttemptIsPutBehindTheEndOfTheAge() {
        AsyncPolicy policy = QueueNode.policy(5, Duration.ofSeconds(90));

        Verdict verdict =
                judge.judge(call(2, 1, 0), failed(ErrorCode.FUNCTION_ERROR), policy, NOON, MIDDLE);

        assertThat(((Verdict.Again) verdict).at()).isEqualTo(NOON.plusSeconds(90));
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalIsForGoodOnlyWhenWaitingCannotMendIt(ErrorCode code) {
        Verdict verdict =
                judge.judge(
                        call(1, 0, 0),
                        new AttemptEnd.NotBegun(code, "no"),
                        AsyncPolicy.DEFAULT,
                        NOON,
                        MIDDLE);

        boolean mayMend =
                code.fault() != Fault.CALLER
                        || code.retryable()
                        || code == ErrorCode.NOT_FOUND
                        || code == ErrorCode.SPEND_CAP
                        || code == ErrorCode.FUNCTION_WITHOUT_CODE;
        assertThat(verdict).isInstanceOf(mayMend ? Verdict.Again.class : Verdict.Ends.class);
    }

    @Test
    void aCallOfAnAccountThatSpentTooMuchWaitsAndNothingOfItCounts() {
        AttemptEnd refused = new AttemptEnd.NotBegun(ErrorCode.SPEND_CAP, "the cap");

        assertThat(judge.judge(call(2, 1, 3), refused, AsyncPolicy.DEFAULT, NOON, MIDDLE))
                .isEqualTo(new Verdict.Again(NOON.plusSeconds(2), 1, 1, 3, null, "the cap", null));
        assertThat(
                        judge.judge(
                                call(2, 1, 3),
                                failed(ErrorCode.SPEND_CAP), // of a pipeline's stage
                                AsyncPolicy.DEFAULT,
                                NOON,
                                MIDDLE))
                .isEqualTo(new Verdict.Again(NOON.plusSeconds(2), 2, 1, 3, null, "it broke", null));
    }

    @Test
    void eachEndHasItsReason() {
        assertThat(reason(new AttemptEnd.Cancelled())).isEqualTo(EndReason.CANCELLED);
        assertThat(reason(new AttemptEnd.TooOld())).isEqualTo(EndReason.AGE_EXCEEDED);
        assertThat(reason(new AttemptEnd.FunctionGone())).isEqualTo(EndReason.FUNCTION_GONE);
        assertThat(reason(new AttemptEnd.Unreadable("form 9"))).isEqualTo(EndReason.REFUSED);
        assertThat(reason(new AttemptEnd.Succeeded("1", new byte[0], "text/plain")))
                .isEqualTo(EndReason.SUCCEEDED);
    }

    private EndReason reason(AttemptEnd end) {
        return ((Verdict.Ends) judge.judge(call(1, 0, 0), end, AsyncPolicy.DEFAULT, NOON, MIDDLE))
                .reason();
    }
}

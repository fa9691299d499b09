package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** What a call may rely on, whoever runs it: the fake and the real workers pass the same tests. */
public abstract class WorkersContract {

    /** How much longer than its timeout a call may take to be ended. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();

    /** What the function of a specification does. */
    public enum Does {
        /** Answers with its event. */
        ECHO,
        /** Reports the error type {@code Error} with the message {@code it broke}. */
        FAIL,
        /** Cannot be loaded. */
        FAIL_TO_LOAD,
        /** Ends its own process with status 1. */
        EXIT,
        NEVER_ANSWER,
        /** Answers with 7 MB. */
        ANSWER_TOO_MUCH,
        /** Streams {@code one,two,three} as {@code text/plain}. */
        STREAM
    }

    protected abstract Workers workers();

    /** A specification of this function, with 128 MiB and this timeout. */
    protected abstract SandboxSpec spec(
            Does what, AccountId account, FunctionId function, long revision, Duration timeout);

    @Test
    void theAnswerIsWhatTheFunctionMadeOfTheEvent() {
        RunReport report = run(Does.ECHO, 1);

        assertThat(report.ending()).isInstanceOf(Ending.Succeeded.class);
        Ending.Succeeded succeeded = (Ending.Succeeded) report.ending();
        assertThat(new String(succeeded.payload(), StandardCharsets.UTF_8).replace(" ", ""))
                .isEqualTo("{\"n\":1}");
        assertThat(succeeded.contentType()).startsWith("application/json");
    }

    @Test
    void theFirstCallIsColdAndTheNextOneIsWarmAndPaysForNoStart() {
        RunReport first = run(Does.ECHO, 1);
        RunReport second = run(Does.ECHO, 1);

        assertThat(first.cold()).isTrue();
        assertThat(first.init()).isPositive();
        assertThat(second.cold()).isFalse();
        assertThat(second.start()).isZero();
        assertThat(second.init()).isZero();
        assertThat(second.run()).isPositive();
        assertThat(second.sandboxId()).isEqualTo(first.sandboxId());
    }

    @Test
    void aSandboxOfAnOlderRevisionIsNeverUsed() {
        RunReport old = run(Does.ECHO, 1);
        RunReport fresh = run(Does.ECHO, 2);

        assertThat(fresh.cold()).isTrue();
        assertThat(fresh.sandboxId()).isNotEqualTo(old.sandboxId());
    }

    @Test
    void aRetiredSandboxIsGoneForTheNextCall() {
        RunReport old = run(Does.ECHO, 1);
        workers().retire(function, "$LATEST", 2);

        RunReport fresh = run(Does.ECHO, 2);

        assertThat(fresh.cold()).isTrue();
        assertThat(fresh.sandboxId()).isNotEqualTo(old.sandboxId());
    }

    @Test
    void aFunctionsOwnErrorIsAnEndingAndItsSandboxStays() {
        RunReport first = run(Does.FAIL, 1);

        assertThat(first.ending()).isInstanceOf(Ending.FunctionFailed.class);
        Ending.FunctionFailed failed = (Ending.FunctionFailed) first.ending();
        assertThat(failed.type()).isEqualTo("Error");
        assertThat(failed.message()).isEqualTo("it broke");
        assertThat(run(Does.FAIL, 1).cold()).isFalse();
    }

    @Test
    void whatCannotBeLoadedIsTheFunctionsFault() {
        RunReport report = run(Does.FAIL_TO_LOAD, 1);

        assertThat(report.ending()).isInstanceOf(Ending.InitFailed.class);
        assertThat(report.ending().billable()).isTrue();
    }

    @Test
    void aFunctionThatEndsItsProcessPaysAndGetsANewSandbox() {
        RunReport report = run(Does.EXIT, 1);

        assertThat(report.ending()).isInstanceOf(Ending.SandboxLost.class);
        assertThat(report.ending().billable()).isTrue();
        assertThat(run(Does.EXIT, 1).cold()).isTrue();
    }

    @Test
    void aFunctionThatNeverAnswersIsEndedAtItsTimeoutAndItsSandboxIsNotUsedAgain() {
        Duration timeout = Duration.ofSeconds(1);

        RunReport report = run(spec(Does.NEVER_ANSWER, 1, timeout));

        assertThat(report.ending()).isEqualTo(new Ending.TimedOut(timeout));
        assertThat(report.run()).isBetween(timeout, timeout.plus(GRACE));
        assertThat(run(spec(Does.NEVER_ANSWER, 1, timeout)).cold()).isTrue();
    }

    @Test
    void anAnswerThatIsTooLargeIsAnEndingOfItsOwn() {
        assertThat(run(Does.ANSWER_TOO_MUCH, 1).ending())
                .isInstanceOf(Ending.ResponseTooLarge.class);
    }

    @Test
    void aStreamedAnswerHasGoneToItsStreamWhenTheReportComes() {
        var stream = new KeptStream();

        RunReport report =
                workers()
                        .run(spec(Does.STREAM, 1, Duration.ofSeconds(10)), request(), stream)
                        .join();

        assertThat(report.ending()).isEqualTo(new Ending.Streamed(13, "text/plain"));
        assertThat(stream.contentType()).isEqualTo("text/plain");
        assertThat(stream.text()).isEqualTo("one,two,three");
        assertThat(run(Does.STREAM, 1).cold()).isFalse();
    }

    @Test
    void aStreamedAnswerIsCollectedForWhoWantsItWhole() {
        RunReport report = run(Does.STREAM, 1);

        assertThat(report.ending()).isInstanceOf(Ending.Succeeded.class);
        Ending.Succeeded succeeded = (Ending.Succeeded) report.ending();
        assertThat(succeeded.payload()).asString().isEqualTo("one,two,three");
        assertThat(succeeded.contentType()).isEqualTo("text/plain");
    }

    private RunReport run(Does what, long revision) {
        return run(spec(what, revision, Duration.ofSeconds(10)));
    }

    private RunReport run(SandboxSpec spec) {
        return workers().run(spec, request(), AnswerStream.NONE).join();
    }

    private SandboxSpec spec(Does what, long revision, Duration timeout) {
        return spec(what, account, function, revision, timeout);
    }

    private static RunRequest request() {
        return new RunRequest(
                InvocationId.at(Instant.parse("2026-11-23T12:00:00Z")),
                "{\"n\": 1}".getBytes(StandardCharsets.UTF_8),
                "application/json",
                "Root=1-69245100-000000000000000000000001;Sampled=0",
                null);
    }
}

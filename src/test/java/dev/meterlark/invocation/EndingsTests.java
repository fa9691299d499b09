package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Fault;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxExit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Each ending: who is at fault, what the caller reads, what is billed. */
class EndingsTests {

    private static final byte[] NOTHING = {};

    @TempDir Path data;

    static Stream<Arguments> endings() {
        return Stream.concat(byTheFunction(), byThePlatform());
    }

    private static Stream<Arguments> byTheFunction() {
        return Stream.of(
                ending(new Ending.Succeeded(NOTHING, "application/json"), null, null, null, 25),
                ending(new Ending.Streamed(9, "text/plain"), null, null, null, 25),
                ending(
                        new Ending.FunctionFailed("E", "broke", NOTHING),
                        ErrorCode.FUNCTION_ERROR,
                        "E",
                        "broke",
                        25),
                ending(
                        new Ending.InitFailed("E", "no such module", NOTHING),
                        ErrorCode.FUNCTION_INIT,
                        "E",
                        "no such module",
                        20),
                ending(
                        new Ending.TimedOut(Duration.ofSeconds(3)),
                        ErrorCode.FUNCTION_TIMEOUT,
                        "Sandbox.Timedout",
                        "Task timed out after 3.00 seconds",
                        3020),
                ending(
                        new Ending.ResponseTooLarge(7_000_000, 6_291_556),
                        ErrorCode.FUNCTION_RESPONSE_TOO_LARGE,
                        "Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size (6291556"
                                + " bytes).",
                        25),
                ending(
                        new Ending.SandboxLost(new SandboxExit.Exited(0)),
                        ErrorCode.FUNCTION_EXIT,
                        "Runtime.ExitError",
                        "Runtime exited without providing a reason",
                        25),
                ending(
                        new Ending.SandboxLost(new SandboxExit.Signalled(9)),
                        ErrorCode.FUNCTION_EXIT,
                        "Runtime.ExitError",
                        "Runtime exited with error: signal 9",
                        25),
                ending(
                        new Ending.SandboxLost(new SandboxExit.OutOfMemory(256)),
                        ErrorCode.FUNCTION_OUT_OF_MEMORY,
                        "Runtime.OutOfMemory",
                        "Runtime ran out of memory: the limit is 256 MiB",
                        25));
    }

    private static Stream<Arguments> byThePlatform() {
        return Stream.of(
                ending(
                        new Ending.SandboxLost(new SandboxExit.EndedByPlatform("secret reason")),
                        ErrorCode.PLATFORM_ERROR,
                        null,
                        "the platform ended the call; it is not billed",
                        0),
                ending(
                        new Ending.NotStarted("secret reason"),
                        ErrorCode.ISOLATION_UNAVAILABLE,
                        null,
                        "no sandbox could be started for the call; it is not billed",
                        0),
                ending(
                        new Ending.NoneFree("secret reason"),
                        ErrorCode.PLATFORM_BUSY,
                        null,
                        "this node is full and no sandbox became free for the call in time; it is"
                                + " not billed, try again",
                        0),
                ending(
                        new Ending.GivenUp(false),
                        ErrorCode.INVOCATION_CANCELLED,
                        null,
                        "the call was cancelled",
                        0),
                ending(
                        new Ending.GivenUp(true),
                        ErrorCode.INVOCATION_CANCELLED,
                        null,
                        "the call was cancelled",
                        25));
    }

    private static Arguments ending(
            Ending ending,
            @Nullable ErrorCode code,
            @Nullable String type,
            @Nullable String message,
            long billed) {
        return argumentSet(ending.toString(), ending, code, type, message, billed);
    }

    @ParameterizedTest
    @MethodSource("endings")
    void isRecordedAnsweredAndPriced(
            Ending ending,
            @Nullable ErrorCode code,
            @Nullable String type,
            @Nullable String message,
            long billed)
            throws IOException {
        AccountId account = AccountId.random();
        try (InvocationNode node = new InvocationNode(data)) {
            node.publish(Published.function(account, "f").handler("ends"));
            node.workers.end("ends", ending);

            Answer answer = node.call(account, "f", "{}");

            assertThat(answer.record())
                    .returns(code == null ? null : code.wireName(), InvocationRecord::errorCode)
                    .returns(type, InvocationRecord::errorType)
                    .returns(message, InvocationRecord::errorMessage)
                    .returns(billed > 0, InvocationRecord::billable)
                    .returns(billed, InvocationRecord::billedMillis)
                    .returns(
                            FakeSpend.tenthOfAMicroPerMibSecond(
                                            new CallUsage(1, billed * 256, 0, 0))
                                    .price()
                                    .plainAmount(),
                            r -> r.price().plainAmount());
            if (answer instanceof Answer.Failed failed) {
                assertThat(failed.code()).isEqualTo(code);
                assertThat(failed.message()).isEqualTo(message);
                assertThat(failed.errorType()).isEqualTo(type);
                assertThat(
                                failed.code().fault() == Fault.PLATFORM
                                        || ending.equals(new Ending.GivenUp(false)))
                        .isEqualTo(billed == 0);
            } else {
                assertThat(code).isNull();
            }
        }
    }

    @Test
    void noEndingIsLeftOut() {
        Set<Class<?>> shown = new HashSet<>();
        endings()
                .map(arguments -> arguments.get()[0])
                .forEach(
                        ending -> {
                            shown.add(ending.getClass());
                            if (ending instanceof Ending.SandboxLost(SandboxExit exit)) {
                                shown.add(exit.getClass());
                            }
                        });

        assertThat(shown).containsAll(Arrays.asList(Ending.class.getPermittedSubclasses()));
        assertThat(shown).containsAll(Arrays.asList(SandboxExit.class.getPermittedSubclasses()));
    }

    @ParameterizedTest(name = "init {0} us and run {1} us of a call with timeout 3 s: {2} ms")
    @CsvSource({
        "0, 0, 1",
        "0, 1, 1",
        "0, 999, 1",
        "0, 1000, 1",
        "0, 1001, 2",
        "500, 500, 1",
        "500, 501, 2",
        "9999999, 1, 10000",
        "10000000, 1000000, 11000",
        "25000000, 1000000, 11000",
        "0, 3000000, 3000",
        "0, 3999999, 4000",
        "0, 9000000, 4000",
        "25000000, 9000000, 14000",
    })
    void billedIsInitUpToTenSecondsAndRunUpToTimeoutAndGraceRoundedUp(
            long initMicros, long runMicros, long billed) {
        RunReport report =
                report(new Ending.Succeeded(NOTHING, "a/b"), initMicros * 1000, runMicros * 1000);

        assertThat(Settling.billedMillis(report, Duration.ofSeconds(3))).isEqualTo(billed);
    }

    @Test
    void aBegunNanosecondCounts() {
        Ending ending = new Ending.Succeeded(NOTHING, "a/b");

        assertThat(Settling.billedMillis(report(ending, 0, 1_000_001), Duration.ofSeconds(3)))
                .isEqualTo(2);
    }

    private static RunReport report(Ending ending, long initNanos, long runNanos) {
        return new RunReport(
                ending,
                Duration.ofSeconds(60),
                Duration.ofNanos(initNanos),
                Duration.ofNanos(runNanos),
                initNanos > 0,
                0,
                0,
                NOTHING,
                0,
                "sandbox");
    }
}

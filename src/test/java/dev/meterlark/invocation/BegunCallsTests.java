package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Calls that no thread waits for. */
class BegunCallsTests {

    private final AccountId account = AccountId.random();

    @TempDir Path data;
    private InvocationNode node;

    @BeforeEach
    void start() throws IOException {
        node = new InvocationNode(data);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void theCallerIsNotHeldUpAndTheAnswerComesLater() throws Exception {
        var goOn = new CompletableFuture<Void>();
        node.publish(Published.function(account, "slow").handler("slow"));
        node.workers.behave("slow", (_, request) -> waitFor(goOn, request.payload()));

        CompletableFuture<Answer> answer = begin("slow", AnswerStream.NONE);

        assertThat(answer).isNotDone();
        assertThat(node.running.inFlight()).isEqualTo(1);
        goOn.complete(null);
        assertThat(answer.get()).isInstanceOf(Answer.Succeeded.class);
        assertThat(node.running.inFlight()).isZero();
    }

    @Test
    void aRefusalIsTheAnswersFailureAndTakesNoPlace() {
        node.publish(Published.function(account, "empty").withoutCode());
        node.publish(Published.function(account, "thumbs"));

        assertRefused(begin("missing", AnswerStream.NONE), ErrorCode.NOT_FOUND);
        assertRefused(begin("empty", AnswerStream.NONE), ErrorCode.FUNCTION_WITHOUT_CODE);
        assertRefused(
                node.invocations.begin(
                        account,
                        FunctionRef.latest("thumbs"),
                        Event.json(new byte[] {'{'}, "rest"),
                        AnswerStream.NONE),
                ErrorCode.EVENT_MALFORMED);

        assertThat(node.running.inFlight()).isZero();
        assertThat(node.workers.requests()).isEmpty();
    }

    @Test
    void aStreamsPiecesGoOutBeforeItsRecordAndItsEndAfter() throws Exception {
        node.publish(Published.function(account, "flow").handler("streams"));
        var stream = new KeptStream();

        Answer answer = begin("flow", stream).get();

        assertThat(answer).isInstanceOf(Answer.Streamed.class);
        assertThat(stream.contentType()).isEqualTo("text/plain");
        assertThat(stream.text()).isEqualTo("one,two,three");
        assertThat(answer.record().responseBytes()).isEqualTo(13);
        assertThat(answer.record().errorCode()).isNull();
        assertThat(node.records.awaitSize(1)).containsExactly(answer.record());
    }

    @Test
    void aStreamThatFailsHalfWayIsAFailureWithARecord() throws Exception {
        node.publish(Published.function(account, "flow").handler("breaks"));
        node.workers.stream(
                "breaks",
                (_, _, stream) -> {
                    FakeWorkers.streamed(stream, "half");
                    return FakeWorkers.failed("Error", "it broke");
                });
        var stream = new KeptStream();

        Answer answer = begin("flow", stream).get();

        assertThat(answer)
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.FUNCTION_ERROR, Answer.Failed::code);
        assertThat(stream.text()).isEqualTo("half");
        assertThat(node.records.awaitSize(1)).containsExactly(answer.record());
    }

    @Test
    void whoNoLongerWaitsChangesNothing() {
        var goOn = new CompletableFuture<Void>();
        node.publish(Published.function(account, "slow").handler("slow"));
        node.workers.behave("slow", (_, request) -> waitFor(goOn, request.payload()));

        CompletableFuture<Answer> answer = begin("slow", AnswerStream.NONE);
        answer.cancel(false);
        goOn.complete(null);

        assertThat(node.records.awaitSize(1)).hasSize(1);
        await().until(() -> node.running.inFlight() == 0);
    }

    @Test
    void everyPlaceIsGivenBackOnceHoweverCallsEnd() {
        node.publish(Published.function(account, "mixed").handler("mixed"));
        node.workers.behave(
                "mixed",
                (spec, request) ->
                        switch (request.payload()[0] % 4) {
                            case 0 -> new Ending.Succeeded(request.payload(), "text/plain");
                            case 1 -> FakeWorkers.failed("Error", "it broke");
                            case 2 -> new Ending.TimedOut(spec.timeout());
                            default -> throw new IllegalStateException("the worker fails");
                        });
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Event event =
                    new Event(
                            new byte[] {(byte) (i % 4)},
                            "text/plain",
                            "rest",
                            TraceContext.NONE,
                            null,
                            Lineage.FIRST);
            answers.add(
                    node.invocations.begin(
                            account, FunctionRef.latest("mixed"), event, AnswerStream.NONE));
            if (i == 200) {
                node.journal.destroy(); // from here on no record can be kept
            }
        }

        assertThat(
                        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                                .handle((_, _) -> true))
                .succeedsWithin(Duration.ofSeconds(20));
        assertThat(node.running.inFlight()).isZero();
    }

    private CompletableFuture<Answer> begin(String name, AnswerStream stream) {
        byte[] event = "{}".getBytes(StandardCharsets.UTF_8);
        return node.invocations.begin(
                account, FunctionRef.latest(name), Event.json(event, "http"), stream);
    }

    private static Ending waitFor(CompletableFuture<Void> signal, byte[] payload) {
        signal.join();
        return new Ending.Succeeded(payload, "application/json");
    }

    private static void assertRefused(CompletableFuture<Answer> answer, ErrorCode code) {
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .asInstanceOf(type(RefusedException.class))
                .returns(code, RefusedException::code);
    }
}

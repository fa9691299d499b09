package dev.meterlark.invocation.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FailedStage;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Published;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class FanOutTests {

    @TempDir Path data;
    private CatalogNode node;

    @BeforeEach
    void start() throws IOException {
        node = new CatalogNode(data, Map.of());
        node.function("echo", (_, r) -> new Ending.Succeeded(r.payload(), r.contentType()));
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void theNextStageRunsOncePerElementAndAnswersAreGatheredInOrder() {
        node.function(
                "listed", (_, r) -> CatalogNode.json("[" + CatalogNode.text(r.payload()) + "]"));
        node.pipeline("orders", "echo", "listed*", "echo");
        var watched = new CatalogNode.Watched();

        Answer answer = node.call("orders", list(100), watched);

        assertThat(CatalogNode.text(answer))
                .isEqualTo(
                        IntStream.range(0, 100)
                                .mapToObj(i -> "[" + i + "]")
                                .collect(Collectors.joining(",", "[", "]")));
        assertThat(watched.ran).hasSize(102).filteredOn("2 listed"::equals).hasSize(100);
    }

    @Test
    void elementsAreGivenByteForByteWhateverTheyAre() {
        node.function(
                "quoted",
                (_, r) ->
                        CatalogNode.json(
                                "\""
                                        + CatalogNode.text(r.payload())
                                                .replace("\\", "\\\\")
                                                .replace("\"", "\\\"")
                                        + "\""));
        node.pipeline("orders", "quoted*");

        String answer =
                CatalogNode.text(
                        node.call(
                                "orders",
                                " [ 1.10 , 12345678901234567890.5,\"a,]\\\"\", [1,[2]] ,{\"b\" :"
                                        + " \"}\"},null ] "));

        assertThat(answer)
                .isEqualTo(
                        "[\"1.10\",\"12345678901234567890.5\",\"\\\"a,]\\\\\\\"\\\"\",\"[1,[2]]\",\"{\\\"b\\\""
                            + " : \\\"}\\\"}\",\"null\"]");
    }

    @Test
    void anEmptyListRunsNothingAndGathersNothing() {
        node.pipeline("orders", "echo*");

        assertThat(CatalogNode.text(node.call("orders", "[ ]"))).isEqualTo("[]");
        assertThat(node.node.workers.requests()).isEmpty();
    }

    @Test
    void noMoreElementsAreInHandAtOnceThanThePipelineSays() {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        var meeting = new CyclicBarrier(3);
        node.function(
                "counted",
                (_, r) -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    meet(meeting);
                    atOnce.decrementAndGet();
                    return new Ending.Succeeded(r.payload(), Event.JSON);
                });
        node.pipeline(
                "orders",
                Duration.ofSeconds(20),
                List.of(
                        new PipelineSnapshot.Stage(
                                "counted",
                                FunctionRef.LATEST,
                                new PipelineSnapshot.Each(3),
                                null)));

        assertThat(CatalogNode.text(node.call("orders", list(30)))).isEqualTo(list(30));
        assertThat(most).hasValue(3);
    }

    @Test
    void aStageWithLessRoomThanElementsGetsThemOneByOne() {
        Published echo = node.function("narrow", (_, r) -> CatalogNode.json("1"));
        node.node.publish(echo.concurrency(1, 100).revision(2));
        node.pipeline("orders", "narrow*");

        assertThat(CatalogNode.text(node.call("orders", list(20))))
                .isEqualTo("[" + "1,".repeat(19) + "1]");
    }

    @Test
    void anElementThatFailsEndsTheRunAndIsNamedByItsPlace() {
        node.function(
                "picky",
                (_, r) ->
                        CatalogNode.text(r.payload()).equals("7")
                                ? FakeWorkers.failed("Error", "not seven")
                                : CatalogNode.json("1"));
        node.pipeline("orders", "echo", "picky*", "echo");
        var watched = new CatalogNode.Watched();

        Answer answer = node.call("orders", list(1000), watched);

        assertThat(answer)
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.FUNCTION_ERROR, Answer.Failed::code)
                .returns("Error", Answer.Failed::errorType)
                .returns("stage 2 (picky), element 7: not seven", Answer.Failed::message);
        assertThat(watched.failed).containsExactly(new FailedStage(2, "picky", 7));
        assertThat(node.node.workers.requests().size()).isLessThan(200);
    }

    @Test
    void ofSeveralThatFailTheFirstPlaceIsNamed() {
        var all = new CyclicBarrier(10);
        node.function(
                "fails-all",
                (_, r) -> {
                    meet(all);
                    return FakeWorkers.failed("Error", CatalogNode.text(r.payload()));
                });
        node.pipeline("orders", "fails-all*");

        assertThat(node.call("orders", list(10)))
                .asInstanceOf(type(Answer.Failed.class))
                .returns("stage 1 (fails-all), element 0: 0", Answer.Failed::message);
    }

    @Test
    void aHundredThousandElementsAreRefusedBeforeTheFirst() {
        node.pipeline("orders", "echo", "echo*");

        assertThat(node.call("orders", list(100_000)))
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.PIPELINE_FAN_OUT, Answer.Failed::code)
                .satisfies(a -> assertThat(a.message()).contains("at most 1000 elements"));
        assertThat(node.node.workers.requests()).hasSize(1);
    }

    @Test
    void anElementOfNearlySixMebibytesIsTakenAndAnswersThatAreTooMuchTogetherAreNot() {
        String large = "\"" + "x".repeat((6 << 20) - 10) + "\"";
        node.pipeline("orders", "echo", "echo*");
        node.function("large", (_, _) -> CatalogNode.json(large));
        node.pipeline("grows", "large*");

        assertThat(CatalogNode.text(node.call("orders", "[" + large + "]")))
                .isEqualTo("[" + large + "]");
        assertThat(node.call("grows", "[1,2]"))
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.PIPELINE_FAN_OUT, Answer.Failed::code)
                .satisfies(
                        a ->
                                assertThat(a.message())
                                        .isEqualTo(
                                                "stage 1 (large): the answers of its elements"
                                                        + " together have more than 6291456"
                                                        + " bytes"));
    }

    @Test
    void whatIsNoListIsNotSpread() {
        node.function("draw", (_, _) -> new Ending.Succeeded(new byte[] {1}, "image/png"));
        node.pipeline("object", "echo", "echo*");
        node.pipeline("picture", "draw", "echo*");
        node.pipeline("back", "draw*");

        assertThat(failure("object", "{\"a\":1}"))
                .isEqualTo(
                        "stage 1 (echo): its answer does not fit stage 2 (echo): the stage runs"
                                + " once for each element of a list, and it is none");
        assertThat(failure("picture", "{}"))
                .isEqualTo(
                        "stage 1 (draw): its answer does not fit stage 2 (echo): it is image/png,"
                                + " which cannot be made application/json");
        assertThat(failure("back", "[1]"))
                .isEqualTo(
                        "stage 1 (draw), element 0: its answer does not fit a list: it is"
                                + " image/png, which cannot be made application/json");
    }

    @Test
    void linesOfJsonAreAList() {
        node.function(
                "lines",
                (_, _) ->
                        new Ending.Succeeded(
                                "1\n{\"a\": 2}\n\n".getBytes(), "application/x-ndjson"));
        node.pipeline("orders", "lines", "echo*");

        assertThat(CatalogNode.text(node.call("orders", "{}"))).isEqualTo("[1,{\"a\": 2}]");
    }

    @Test
    void aPipelineRunsForEachElementToo() {
        node.function("one", (_, r) -> new Ending.Succeeded(r.payload(), Event.JSON));
        node.pipeline("inner", "one", "echo");
        node.pipeline("outer", "inner*");

        assertThat(CatalogNode.text(node.call("outer", "[1,2,3]"))).isEqualTo("[1,2,3]");
        assertThat(node.node.awaitRecords(10)).hasSize(10);
    }

    private String failure(String pipeline, String event) {
        return node.call(pipeline, event) instanceof Answer.Failed failed
                ? failed.message()
                : "succeeded";
    }

    private static String list(int size) {
        return IntStream.range(0, size)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

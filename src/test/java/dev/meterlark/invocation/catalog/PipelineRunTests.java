package dev.meterlark.invocation.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.meterlark.function.snapshot.PipelineSnapshot;
import dev.meterlark.function.snapshot.PipelineSnapshot.Stage;
import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FailedStage;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.Published;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

class PipelineRunTests {

    @TempDir Path data;
    private CatalogNode node;

    @BeforeEach
    void start() throws IOException {
        node = new CatalogNode(data, Map.of());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void stagesComeOneAfterTheOtherEachBilledAndRecordedByItselfAndTheRunIsFree() {
        node.appends("parse");
        node.appends("enrich");
        node.appends("store");
        PipelineSnapshot orders = node.pipeline("orders", "parse", "enrich", "store");
        var watched = new CatalogNode.Watched();

        Answer answer = node.call("orders", "\"x\"", watched);

        assertThat(CatalogNode.text(answer)).isEqualTo("\"x>parse>enrich>store\"");
        InvocationRecord run = answer.record();
        assertThat(run)
                .returns(orders.pipeline(), InvocationRecord::function)
                .returns("orders", InvocationRecord::functionName)
                .returns("rest", InvocationRecord::source)
                .returns(Lineage.FIRST, InvocationRecord::lineage)
                .returns(false, InvocationRecord::billable)
                .returns(0L, InvocationRecord::billedMillis)
                .returns("0 USD", r -> r.price().toString())
                .returns(3L, InvocationRecord::requestBytes)
                .returns(22L, InvocationRecord::responseBytes);
        assertThat(watched.ran).containsExactly("1 parse", "2 enrich", "3 store");
        assertThat(watched.records)
                .allSatisfy(
                        stage -> {
                            assertThat(stage.billable()).isTrue();
                            assertThat(stage.billedMillis()).isPositive();
                            assertThat(stage.source()).isEqualTo("pipeline");
                            assertThat(stage.lineage()).isEqualTo(new Lineage(run.invocation(), 1));
                        });
        assertThat(node.node.workers.requests())
                .extracting(request -> request.traceId().split(";")[0])
                .hasSize(3)
                .containsOnly(node.node.workers.requests().getFirst().traceId().split(";")[0]);
        assertThat(node.node.workers.requests())
                .extracting(RunRequest::traceId)
                .doesNotHaveDuplicates();
        assertThat(node.node.awaitRecords(4)).hasSize(4).contains(run).containsAll(watched.records);
    }

    @Test
    void aStageThatFailsEndsTheRunAndIsNamed() {
        node.appends("parse");
        node.function("enrich", (_, _) -> FakeWorkers.failed("TypeError", "x is not a function"));
        node.appends("store");
        node.pipeline("orders", "parse", "enrich", "store");
        var watched = new CatalogNode.Watched();

        Answer answer = node.call("orders", "\"x\"", watched);

        assertThat(answer)
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.FUNCTION_ERROR, Answer.Failed::code)
                .returns("TypeError", Answer.Failed::errorType)
                .returns("stage 2 (enrich): x is not a function", Answer.Failed::message);
        assertThat(answer.record().errorCode()).isEqualTo("function.error");
        assertThat(answer.record().billable()).isFalse();
        assertThat(watched.ran).containsExactly("1 parse", "2 enrich");
        assertThat(watched.failed).containsExactly(new FailedStage(2, "enrich", null));
    }

    @Test
    void anotherAccountsPipelineAndFunctionAreNotThere() {
        node.appends("parse");
        node.pipeline("orders", "parse");
        node.node.publish(Published.function(AccountId.random(), "theirs"));
        node.pipeline("thief", "parse", "theirs");

        assertThat(node.call("thief", "\"x\""))
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.PIPELINE_STAGE, Answer.Failed::code)
                .returns(
                        "stage 2 (theirs): there is no function named theirs",
                        Answer.Failed::message);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () ->
                                node.node.invocations.invoke(
                                        AccountId.random(),
                                        FunctionRef.latest("orders"),
                                        CatalogNode.event("{}", Event.JSON)))
                .returns(ErrorCode.NOT_FOUND, RefusedException::code)
                .withMessage("there is no function named orders");
    }

    @Test
    void aVersionThatIsNotThereIsA404() {
        node.appends("parse");
        node.pipeline("orders", "parse");

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () ->
                                node.node.invocations.invoke(
                                        node.account,
                                        new FunctionRef("orders", "7"),
                                        CatalogNode.event("{}", Event.JSON)))
                .returns(ErrorCode.NOT_FOUND, RefusedException::code)
                .withMessageContaining("version or alias 7");
    }

    @Test
    void aRedeployedStageIsCalledAsItIsNow() {
        Published first = node.function("parse", (_, _) -> CatalogNode.json("\"old\""));
        node.pipeline("orders", "parse");
        node.call("orders", "{}");

        node.node.workers.behave("parse-2", (_, _) -> CatalogNode.json("\"new\""));
        node.node.publish(first.revision(2).handler("parse-2"));

        assertThat(CatalogNode.text(node.call("orders", "{}"))).isEqualTo("\"new\"");
    }

    @Test
    void aRunGoesOnWithThePipelineAsItWasAndWithoutAFunctionThatIsGone() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        node.function(
                "parse",
                (_, request) -> {
                    begun.countDown();
                    awaitIt(goOn);
                    return new Ending.Succeeded(request.payload(), Event.JSON);
                });
        node.appends("old");
        Published gone = node.appends("gone");
        node.appends("new");
        node.pipeline("changed", "parse", "old");
        node.pipeline("bereft", "parse", "gone");

        var changed = node.begin("changed", CatalogNode.event("\"x\"", Event.JSON), null);
        var bereft = node.begin("bereft", CatalogNode.event("\"x\"", Event.JSON), null);
        begun.await();
        node.pipeline("changed", "parse", "new");
        node.node.withdraw(gone);
        goOn.countDown();

        assertThat(CatalogNode.text(changed.join())).isEqualTo("\"x>old\"");
        assertThat(bereft.join())
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.PIPELINE_STAGE, Answer.Failed::code)
                .returns("stage 2 (gone): there is no function named gone", Answer.Failed::message);
        assertThat(CatalogNode.text(node.call("changed", "\"x\""))).isEqualTo("\"x>new\"");
    }

    @Test
    void aPipelineIsAStageLikeAFunctionAndItsStagesAreToldOfAsThatStage() {
        node.appends("parse");
        node.appends("enrich");
        node.appends("store");
        node.pipeline("inner", "parse", "enrich");
        node.pipeline("outer", "inner", "store");
        var watched = new CatalogNode.Watched();

        Answer answer = node.call("outer", "\"x\"", watched);

        assertThat(CatalogNode.text(answer)).isEqualTo("\"x>parse>enrich>store\"");
        assertThat(watched.ran).containsExactly("1 inner", "1 inner", "1 inner", "2 store");
        assertThat(watched.records)
                .extracting(r -> r.functionName() + " " + r.lineage().depth())
                .containsExactly("parse 2", "enrich 2", "inner 1", "store 1");
    }

    @Test
    void aCircleThatWasClosedAllTheSameEndsWhereTheChainGetsTooDeep() {
        node.pipeline("a", "b");
        node.pipeline("b", "a");

        Answer answer = node.call("a", "{}");

        assertThat(answer)
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.LOOP, Answer.Failed::code)
                .satisfies(a -> assertThat(a.message()).contains("17 calls that made each other"));
        assertThat(node.node.awaitRecords(17)).hasSize(17);
    }

    @Test
    void anAnswerThatIsNotTheJsonItSaysNamesTheStageThatGaveIt() {
        node.function("broken", (_, _) -> CatalogNode.json("{\"a\":"));
        node.appends("store");
        node.pipeline("orders", "broken", "store");

        assertThat(node.call("orders", "{}"))
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.PIPELINE_ANSWER, Answer.Failed::code)
                .satisfies(
                        a ->
                                assertThat(a.message())
                                        .startsWith(
                                                "stage 1 (broken): its answer does not fit stage 2"
                                                        + " (store): it says that it is"
                                                        + " application/json and is not:"));
    }

    @Test
    void anAnswerOfNothingIsNull() {
        node.function("silent", (_, _) -> CatalogNode.json(""));
        node.function("echo", (_, r) -> new Ending.Succeeded(r.payload(), r.contentType()));
        node.pipeline("orders", "silent", "echo");

        assertThat(CatalogNode.text(node.call("orders", "{}"))).isEqualTo("null");
    }

    @Test
    void bytesAndStreamsGoThroughAsTheyAre() {
        byte[] picture = {(byte) 0xff, (byte) 0xd8, 0, 1};
        node.function("draw", (_, _) -> new Ending.Succeeded(picture, "image/jpeg"));
        node.function("echo", (_, r) -> new Ending.Succeeded(r.payload(), r.contentType()));
        node.node.publish(Published.function(node.account, "streams").handler("streams"));
        node.pipeline("drawn", "draw", "echo");
        node.pipeline("streamed", "streams", "echo");

        assertThat(node.call("drawn", "{}"))
                .asInstanceOf(type(Answer.Succeeded.class))
                .returns("image/jpeg", Answer.Succeeded::contentType)
                .satisfies(a -> assertThat(a.payload()).isEqualTo(picture));
        assertThat(node.call("streamed", "{}"))
                .asInstanceOf(type(Answer.Succeeded.class))
                .returns("text/plain", Answer.Succeeded::contentType)
                .satisfies(a -> assertThat(a.payload()).asString().isEqualTo("one,two,three"));
    }

    @Test
    void whatAStageAcceptsIsMadeOfWhatComesToIt() {
        node.node.publish(Published.function(node.account, "streams").handler("streams"));
        node.function("echo", (_, r) -> new Ending.Succeeded(r.payload(), r.contentType()));
        node.pipeline(
                "orders",
                Duration.ofSeconds(20),
                List.of(
                        CatalogNode.stage("streams"),
                        new Stage("echo", FunctionRef.LATEST, null, "application/json")));

        assertThat(CatalogNode.text(node.call("orders", "{}"))).isEqualTo("\"one,two,three\"");
    }

    @Test
    void anEventThatDoesNotFitTheFirstStageIsTheCallersFault() {
        node.appends("parse");
        node.pipeline(
                "orders",
                Duration.ofSeconds(20),
                List.of(new Stage("parse", FunctionRef.LATEST, null, "application/json")));

        Answer answer = node.begin("orders", CatalogNode.event("x", "image/png"), null).join();

        assertThat(answer)
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.EVENT_MALFORMED, Answer.Failed::code)
                .satisfies(
                        a -> assertThat(a.message()).contains("image/png, which cannot be made"));
        assertThat(node.node.workers.requests()).isEmpty();
    }

    @Test
    void aHundredStagesRun() {
        node.appends("parse");
        node.pipeline("long", Collections.nCopies(100, "parse").toArray(String[]::new));

        assertThat(CatalogNode.text(node.call("long", "\"\"")))
                .isEqualTo("\"" + ">parse".repeat(100) + "\"");
    }

    @Test
    void aFunctionOfACatalogAloneIsACallLikeAnyOther() {
        node.appends("parse");

        var function =
                node.catalogs
                        .of(node.account)
                        .composed(List.of(FunctionRef.latest("parse")))
                        .orElseThrow();
        Content answer =
                Content.of(function.apply(new Content("\"x\"".getBytes(), Event.JSON).message()));

        assertThat(CatalogNode.text(answer.bytes())).isEqualTo("\"x>parse\"");
        assertThat(node.node.awaitRecords(1).getFirst().lineage()).isEqualTo(Lineage.FIRST);
        assertThat(
                        node.catalogs
                                .of(AccountId.random())
                                .composed(List.of(FunctionRef.latest("parse"))))
                .isEmpty();
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

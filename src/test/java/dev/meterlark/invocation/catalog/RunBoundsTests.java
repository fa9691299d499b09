package dev.meterlark.invocation.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.meterlark.invocation.Answer;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Published;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.AnswerStream;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

class RunBoundsTests {

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
    void aRunThatLastsLongerThanItMayEndsAndItsStageIsStillBilled() {
        var goOn = new CountDownLatch(1);
        node.function(
                "slow",
                (_, _) -> {
                    awaitIt(goOn);
                    return CatalogNode.json("1");
                });
        node.pipeline("orders", Duration.ofSeconds(2), List.of(CatalogNode.stage("slow")));

        Answer answer = node.call("orders", "{}");
        goOn.countDown();

        assertThat(answer)
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.PIPELINE_TIMEOUT, Answer.Failed::code)
                .returns(
                        "stage 1 (slow): the run had 2000 ms and they are over",
                        Answer.Failed::message);
        assertThat(node.node.awaitRecords(2)).filteredOn(InvocationRecord::billable).hasSize(1);
    }

    @Test
    void aRunIsCancelledByItsOwnAccountAlone() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        node.function(
                "slow",
                (_, _) -> {
                    begun.countDown();
                    awaitIt(goOn);
                    return CatalogNode.json("1");
                });
        node.appends("store");
        node.pipeline("orders", "slow", "store");
        InvocationId id = InvocationId.at(node.node.clock.instant());
        CompletableFuture<Answer> run =
                node.node.invocations.begin(
                        id,
                        node.node.clock.instant(),
                        node.account,
                        FunctionRef.latest("orders"),
                        CatalogNode.event("{}", Event.JSON),
                        AnswerStream.NONE);
        begun.await();

        assertThat(node.composing.cancel(AccountId.random(), id)).isFalse();
        assertThat(node.composing.cancel(node.account, id)).isTrue();

        assertThat(run.join())
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.PIPELINE_CANCELLED, Answer.Failed::code)
                .returns("stage 1 (slow): the run was cancelled", Answer.Failed::message);
        goOn.countDown();
        assertThat(node.node.awaitRecords(2)).hasSize(2);
        await().untilAsserted(() -> assertThat(node.composing.cancel(node.account, id)).isFalse());
        assertThat(node.node.workers.requests()).hasSize(1);
    }

    @Test
    void theFirstStageIsRefusedAtOnceAndALaterOneWaitsForRoom() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        Published busy =
                node.function(
                        "busy",
                        (_, request) -> {
                            begun.countDown();
                            awaitIt(goOn);
                            return new Ending.Succeeded(request.payload(), Event.JSON);
                        });
        node.node.publish(busy.concurrency(1, 100).revision(2));
        node.appends("parse");
        node.pipeline("first", "busy");
        node.pipeline("later", "parse", "busy");
        var holding = node.begin("busy", CatalogNode.event("\"held\"", Event.JSON), null);
        begun.await();

        assertThat(node.call("first", "{}"))
                .asInstanceOf(type(Answer.Failed.class))
                .returns(ErrorCode.THROTTLED, Answer.Failed::code);
        var later = node.begin("later", CatalogNode.event("\"x\"", Event.JSON), null);
        await().until(() -> node.node.workers.requests().size() == 2);
        goOn.countDown();

        assertThat(CatalogNode.text(holding.join())).isEqualTo("\"held\"");
        assertThat(CatalogNode.text(later.join())).isEqualTo("\"x>parse\"");
    }

    @Test
    void asManyRunsAsMayAreInHandAndNoMore() throws IOException, InterruptedException {
        node.close();
        node = new CatalogNode(data, Map.of("meterlark.invocation.max-runs-of-account", "1"));
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        node.function(
                "slow",
                (_, _) -> {
                    begun.countDown();
                    awaitIt(goOn);
                    return CatalogNode.json("1");
                });
        node.pipeline("orders", "slow");
        var first = node.begin("orders", CatalogNode.event("{}", Event.JSON), null);
        begun.await();

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> node.call("orders", "{}"))
                .returns(ErrorCode.THROTTLED, RefusedException::code)
                .withMessageContaining("1 pipelines of the account are running on this node");
        goOn.countDown();

        assertThat(CatalogNode.text(first.join())).isEqualTo("1");
        await().untilAsserted(
                        () ->
                                assertThat(CatalogNode.text(node.call("orders", "{}")))
                                        .isEqualTo("1"));
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

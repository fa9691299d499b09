package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.BatchAnswers;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Lineage;
import dev.meterlark.invocation.Published;
import dev.meterlark.invocation.TraceContext;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

@Tag("database")
class QueueTests {

    @TempDir Path data;
    private final ScratchDatabase database = new ScratchDatabase();
    private final AccountId account = AccountId.random();
    private QueueNode queue;

    @BeforeEach
    void settle() throws IOException {
        queue = new QueueNode(data, database).begun();
    }

    @AfterEach
    void close() {
        queue.close();
        database.close();
    }

    @Test
    void whatIsAcceptedRunsAndItsResultIsKept() {
        Published echo = queue.publish(Published.function(account, "echo"));

        Accepted accepted = queue.accept(echo, "{\"a\":1}");

        AsyncCall call = queue.awaitStatus(echo, accepted.id(), AsyncStatus.SUCCEEDED);
        assertThat(call.reason()).isEqualTo(EndReason.SUCCEEDED);
        assertThat(call.attempts()).isEqualTo(1);
        assertThat(call.resultUntil()).isAfter(call.endedAt());
        assertThat(queue.calls.result(account, accepted.id()).orElseThrow().payload())
                .asString()
                .isEqualTo("{\"a\":1}");
        assertThat(queue.calls.result(AccountId.random(), accepted.id())).isEmpty();
        assertThat(queue.rows("async_call")).isZero();
        EndedCall end = queue.ends.getFirst();
        assertThat(end.id()).isEqualTo(accepted.id());
        assertThat(end.event().payload()).asString().isEqualTo("{\"a\":1}");
        assertThat(end.executedVersion()).isEqualTo("$LATEST");
        InvocationRecord record = queue.node.awaitRecords(1).getFirst();
        assertThat(record.invocation()).isEqualTo(accepted.id());
        assertThat(record.attempt()).isEqualTo(1);
        assertThat(record.source()).isEqualTo("rest");
    }

    @Test
    void aFunctionThatFailsIsTriedAgainUnderOneIdUntilItsRetriesAreUsedUp() {
        Published fails = queue.publish(Published.function(account, "fails").handler("fails"));

        Accepted accepted = queue.accept(fails, "{}");

        AsyncCall call = queue.awaitStatus(fails, accepted.id(), AsyncStatus.FAILED);
        assertThat(call.reason()).isEqualTo(EndReason.RETRIES_EXHAUSTED);
        assertThat(call.attempts()).isEqualTo(3);
        assertThat(call.errorMessage()).isEqualTo("it broke");
        assertThat(queue.node.awaitRecords(3))
                .allMatch(r -> r.invocation().equals(accepted.id()))
                .extracting(InvocationRecord::attempt)
                .containsExactly(1, 2, 3);
        assertThat(queue.calls.result(account, accepted.id())).isEmpty();
        assertThat(queue.ends.getFirst().response()).asString().contains("it broke");
    }

    @Test
    void ofABatchThatAnsweredWhichEventsFailedTheRestIsTriedAgainAndGivenUp() {
        Published echo =
                queue.publish(
                        Published.function(account, "echo"),
                        QueueNode.policy(1, Duration.ofHours(1)));
        String whole = "\"" + "1".repeat(18_998) + "\"";
        String rest = "\"" + "1".repeat(8_998) + "\"";
        queue.batchAnswers =
                (event, answer) ->
                        Optional.of(
                                new BatchAnswers.Remaining(
                                        rest.getBytes(UTF_8), "one event failed"));
        var event =
                new Event(
                        whole.getBytes(UTF_8),
                        Event.JSON,
                        "table",
                        TraceContext.NONE,
                        null,
                        Lineage.FIRST,
                        new UUID(1, 2));

        Accepted accepted =
                queue.calls
                        .accept(account, FunctionRef.latest("echo"), event, AsyncTerms.NOW)
                        .join();

        AsyncCall call = queue.awaitStatus(echo, accepted.id(), AsyncStatus.FAILED);
        assertThat(call.trigger()).isEqualTo(new UUID(1, 2));
        assertThat(call.attempts()).isEqualTo(2);
        assertThat(call.errorMessage()).isEqualTo("one event failed");
        assertThat(queue.node.workers.requests())
                .extracting(request -> request.payload().length)
                .containsExactly(19_000, 9_000);
        assertThat(queue.ends.getFirst().event().payload()).asString().isEqualTo(rest);
        assertThat(queue.node.awaitRecords(2))
                .allMatch(record -> new UUID(1, 2).equals(record.trigger()));
        assertThat(queue.rows("async_bytes")).isZero();
        assertThat(
                        queue.jdbc.queryForObject(
                                "select a.bytes - e.bytes from async_accepted a"
                                        + " join async_ended_count e"
                                        + " on e.account_id = a.account_id",
                                Long.class))
                .isZero();
    }

    @Test
    void aFailureOfThePlatformIsNotCountedAgainstTheFunction() {
        AtomicInteger tries = new AtomicInteger();
        queue.node.workers.behave(
                "flaky",
                (_, request) ->
                        tries.incrementAndGet() <= 5
                                ? new Ending.NoneFree("full")
                                : new Ending.Succeeded(request.payload(), "application/json"));
        Published flaky =
                queue.publish(
                        Published.function(account, "flaky").handler("flaky"),
                        QueueNode.policy(0, Duration.ofHours(1)));

        Accepted accepted = queue.accept(flaky, "{}");

        AsyncCall call = queue.awaitStatus(flaky, accepted.id(), AsyncStatus.SUCCEEDED);
        assertThat(call.attempts()).isEqualTo(6);
    }

    @Test
    void callsOfAStoppedAccountWaitAndAreRunHoweverOldTheyBecame() {
        Published function =
                queue.publish(
                        Published.function(AccountId.random(), "f"),
                        QueueNode.policy(2, Duration.ofMillis(1)));
        queue.node.spend.stop(function.account(), Duration.ZERO);
        InvocationId waits = queue.accept(function, "{}").id();
        Published other = queue.publish(Published.function(AccountId.random(), "g"));
        InvocationId runs = queue.accept(other, "{}").id();

        queue.awaitStatus(other, runs, AsyncStatus.SUCCEEDED);
        assertThat(queue.call(function.account(), waits).status()).isEqualTo(AsyncStatus.QUEUED);
        queue.node.spend.stop(null, Duration.ofHours(1));

        queue.awaitStatus(function, waits, AsyncStatus.SUCCEEDED);
    }

    @Test
    void whatIsTooOldIsExpiredAndNotRunAgain() {
        queue.node.workers.end("full", new Ending.NoneFree("full"));
        Published full =
                queue.publish(
                        Published.function(account, "full").handler("full"),
                        QueueNode.policy(2, Duration.ofMillis(700)));

        Accepted accepted = queue.accept(full, "{}");

        AsyncCall call = queue.awaitStatus(full, accepted.id(), AsyncStatus.EXPIRED);
        assertThat(call.reason()).isEqualTo(EndReason.AGE_EXCEEDED);
        assertThat(call.errorMessage()).contains("what came last");
    }

    @Test
    void callsOfADeletedFunctionEndAndAreNotLostNorInheritedByItsName() {
        Published one = queue.publish(Published.function(account, "thumbs").handler("never-run"));
        CountDownLatch go = new CountDownLatch(1);
        queue.node.workers.behave("slow", (_, request) -> awaited(go, request.payload()));
        Published slow =
                queue.publish(
                        Published.function(account, "slow").concurrency(1, 1).handler("slow"));
        queue.accept(slow, "{}");
        List<InvocationId> ids = new ArrayList<>();
        queue.loop.stop();
        for (int i = 0; i < 10; i++) {
            ids.add(queue.accept(one, "{}").id());
        }
        queue.delete(one);
        Published other = queue.publish(Published.function(account, "thumbs").handler("echo"));
        queue.loop.start();

        ids.forEach(id -> queue.awaitStatus(one, id, AsyncStatus.FAILED));

        assertThat(queue.ends)
                .filteredOn(end -> end.function().equals(one.function()))
                .hasSize(10)
                .allMatch(end -> end.reason() == EndReason.FUNCTION_GONE && end.attempts() == 0);
        assertThat(queue.ends).noneMatch(end -> end.function().equals(other.function()));
        go.countDown();
    }

    private static Ending awaited(CountDownLatch go, byte[] payload) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Ending.Succeeded(payload, "application/json");
    }

    @Test
    void callsOfASuspendedAccountWaitUntilItIsOpenAgain() {
        Published echo = queue.publish(Published.function(account, "echo"));
        queue.loop.stop();
        InvocationId id = queue.accept(echo, "{}").id();
        queue.node.withdraw(echo);
        queue.loop.start();
        await().atMost(QueueNode.LONG).until(() -> queue.call(account, id).errorMessage() != null);

        assertThat(queue.call(account, id).status()).isEqualTo(AsyncStatus.QUEUED);
        queue.node.publish(echo.revision(Long.MAX_VALUE));

        queue.awaitStatus(echo, id, AsyncStatus.SUCCEEDED);
    }

    @Test
    void whatWaitsRunsAndHasEndedIsWhatWasAccepted() {
        Published echo = queue.publish(Published.function(account, "echo"));
        Published fails = queue.publish(Published.function(account, "fails").handler("fails"));
        for (int i = 0; i < 50; i++) {
            queue.accept(i % 5 == 0 ? fails : echo, "{}");
            assertThat(queue.conservation.counts()).allMatch(count -> count.missing() == 0);
        }

        await().atMost(QueueNode.LONG)
                .until(
                        () -> {
                            Conservation.Count now = queue.count(account);
                            assertThat(now.missing()).isZero();
                            return now.ended() == 50;
                        });

        assertThat(queue.count(account).succeeded()).isEqualTo(40);
        assertThat(queue.count(account).failed()).isEqualTo(10);
    }

    @Test
    void aRowThatGotLostShows() {
        Published echo = queue.publish(Published.function(account, "echo"));
        queue.loop.stop();
        queue.accept(echo, "{}");
        queue.jdbc.update("delete from async_call");

        queue.conservation.publish(queue.conservation.counts());

        assertThat(queue.count(account).missing()).isEqualTo(1);
        assertThat(queue.metrics.get("meterlark.queue.missing").gauge().value()).isEqualTo(1);
    }

    @Test
    void anEventOfAMegabyteGoesInAndComesOutWhole() {
        Published echo = queue.publish(Published.function(account, "echo"));
        String json = "\"" + "ä".repeat((1 << 19) - 1) + "\"";
        assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSize(1 << 20);

        InvocationId id = queue.accept(echo, json).id();

        queue.awaitStatus(echo, id, AsyncStatus.SUCCEEDED);
        assertThat(queue.calls.result(account, id).orElseThrow().payload())
                .asString()
                .isEqualTo(json);
        assertThat(FakeWorkers.class).isNotNull();
        assertThat(queue.rows("async_bytes where part = 0")).isZero();
    }
}

package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.EndReason;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.Published;
import dev.meterlark.platform.Faults;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** What is left of calls when nodes, databases and rows fail. */
@Tag("database")
class QueueRecoveryTests {

    @TempDir Path data;
    private final AccountId account = AccountId.random();
    private final List<AutoCloseable> open = new ArrayList<>();
    private ScratchDatabase database = new ScratchDatabase();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        database.close();
    }

    private QueueNode node(Map<String, String> settings) throws IOException {
        QueueNode node = new QueueNode(Files.createTempDirectory(data, "node"), database, settings);
        open.add(node);
        return node;
    }

    private QueueNode node() throws IOException {
        return node(Map.of());
    }

    private static Ending afterwards(CountDownLatch go, byte[] payload) {
        try {
            go.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Ending.Succeeded(payload, "application/json");
    }

    @Test
    void aCallWhoseNodeDiedRunsAgainUnderItsIdAndTheLostAttemptIsOnRecord() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Published function = Published.function(account, "f").handler("f");
        QueueNode dead = node();
        dead.node.workers.behave(
                "f",
                (_, request) -> {
                    begun.countDown();
                    return afterwards(never, request.payload());
                });
        dead.publish(function);
        dead.begun();
        InvocationId id = dead.accept(function, "{}").id();
        begun.await();
        dead.kill();

        QueueNode living = node();
        living.node.workers.behave(
                "f", (_, request) -> new Ending.Succeeded(request.payload(), "text/plain"));
        living.publish(function);
        living.begun();

        assertThat(living.awaitStatus(function, id, AsyncStatus.SUCCEEDED).attempts()).isEqualTo(2);
        assertThat(living.node.awaitRecords(2))
                .allMatch(record -> record.invocation().equals(id))
                .extracting(InvocationRecord::attempt, InvocationRecord::errorCode)
                .containsExactlyInAnyOrder(tuple(1, "platform.error"), tuple(2, null));
        assertThat(living.node.awaitRecords(2))
                .filteredOn(record -> record.attempt() == 1)
                .noneMatch(InvocationRecord::billable);
        never.countDown();
    }

    @Test
    void whoSettlesWithAnOldEpochChangesNothing() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Published function = Published.function(account, "f").handler("f");
        QueueNode slow = node();
        slow.node.workers.behave(
                "f",
                (_, request) -> {
                    begun.countDown();
                    return afterwards(go, request.payload());
                });
        slow.publish(function);
        slow.begun();
        InvocationId id = slow.accept(function, "{}").id();
        begun.await();

        QueueNode quick = node();
        quick.node.workers.behave(
                "f", (_, request) -> new Ending.Succeeded(request.payload(), "text/plain"));
        quick.publish(function);
        slow.loop.kill();
        slow.jdbc.update("update async_call set due_at = accepted_at");
        quick.begun();
        quick.awaitStatus(function, id, AsyncStatus.SUCCEEDED);
        go.countDown();
        await().atMost(QueueNode.LONG).until(() -> slow.inHand.size() == 0);

        assertThat(slow.ends).isEmpty();
        assertThat(quick.ends).extracting(EndedCall::attempts).containsExactly(2);
        assertThat(quick.count(account).succeeded()).isEqualTo(1);
        assertThat(quick.count(account).missing()).isZero();
    }

    @Test
    void aNodeThatStopsGivesUpWhatItRunsAndAnotherGoesOn() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Published function = Published.function(account, "f").handler("f");
        QueueNode stops = node(Map.of("run.drain", "0s"));
        stops.node.workers.behave(
                "f",
                (_, request) -> {
                    begun.countDown();
                    return afterwards(never, request.payload());
                });
        stops.publish(function);
        stops.begun();
        InvocationId id = stops.accept(function, "{}").id();
        begun.await();

        stops.loop.stop();

        assertThat(stops.call(account, id).status()).isEqualTo(AsyncStatus.QUEUED);
        QueueNode other = node();
        other.node.workers.behave(
                "f", (_, request) -> new Ending.Succeeded(request.payload(), "text/plain"));
        other.publish(function);
        other.begun();
        other.awaitStatus(function, id, AsyncStatus.SUCCEEDED);
        never.countDown();
    }

    @Test
    void twoNodesShareTheWorkAndRunNothingTwice() throws Exception {
        QueueNode one = node();
        QueueNode two = node();
        Published echo = Published.function(account, "echo");
        one.publish(echo);
        two.publish(echo);
        List<InvocationId> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ids.add(one.accept(echo, "{}").id());
        }

        one.begun();
        two.begun();
        await().atMost(QueueNode.LONG).until(() -> one.ends.size() + two.ends.size() >= 300);

        List<EndedCall> all = new ArrayList<>(one.ends);
        all.addAll(two.ends);
        assertThat(all).hasSize(300).allMatch(end -> end.attempts() == 1);
        assertThat(all).extracting(EndedCall::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(one.count(account).succeeded()).isEqualTo(300);
    }

    @Test
    void aCallIsCancelledFromAnotherNode() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Published function = Published.function(account, "f").handler("f");
        QueueNode runs = node();
        runs.node.workers.behave(
                "f",
                (_, request) -> {
                    begun.countDown();
                    return afterwards(never, request.payload());
                });
        runs.publish(function);
        runs.begun();
        InvocationId id = runs.accept(function, "{}").id();
        begun.await();
        QueueNode other = node();

        assertThat(other.cancel(account, id).orElseThrow().cancelAsked()).isTrue();
        assertThat(other.cancel(account, id).orElseThrow().cancelAsked()).isTrue();
        assertThat(other.audited).as("once").hasSize(1);

        runs.awaitStatus(function, id, AsyncStatus.CANCELLED);
        assertThat(runs.ends.getFirst().attempts()).isEqualTo(1);
        runs.sweeping.sweep();
        assertThat(runs.rows("async_cancel")).isZero();
        never.countDown();
    }

    @Test
    void aRowThatNobodyCanReadEndsAndHoldsUpNoOther() throws Exception {
        QueueNode queue = node();
        Published echo = queue.publish(Published.function(account, "echo"));
        InvocationId poison = queue.accept(echo, "{}").id();
        queue.jdbc.update("update async_call set head = ?", new byte[] {(byte) 0xff});
        InvocationId good = queue.accept(echo, "{}").id();

        queue.begun();

        queue.awaitStatus(echo, good, AsyncStatus.SUCCEEDED);
        assertThat(queue.awaitStatus(echo, poison, AsyncStatus.FAILED).reason())
                .isEqualTo(EndReason.REFUSED);
        assertThat(queue.count(account).missing()).isZero();
    }

    @Test
    void whatAListenerRefusesIsNotSettledAndComesAgain() throws Exception {
        QueueNode queue = node();
        Published echo = queue.publish(Published.function(account, "echo"));
        queue.listenerFails(new IllegalStateException("no dead letters today"));
        queue.begun();
        InvocationId id = queue.accept(echo, "{}").id();
        await().atMost(QueueNode.LONG)
                .until(() -> queue.metrics.get("meterlark.queue.unsettled").counter().count() >= 1);

        assertThat(queue.call(account, id).status()).isEqualTo(AsyncStatus.RUNNING);
        queue.listenerFails(null);

        queue.awaitStatus(echo, id, AsyncStatus.SUCCEEDED);
        assertThat(queue.ends).hasSize(1);
        assertThat(queue.count(account).missing()).isZero();
    }

    @Test
    void whenTheDatabaseIsGoneNothingIsAccepted() throws Exception {
        QueueNode queue = node(Map.of("accept.timeout", "1s"));
        Published echo = queue.publish(Published.function(account, "echo"));
        queue.accept(echo, "{}");
        database.cut();

        assertThatThrownBy(() -> queue.accept(echo, "{}"))
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(ErrorCode.QUEUE_UNAVAILABLE);
                            assertThat(refusal.code().status()).isEqualTo(503);
                        });
        open.clear();
        queue.accepting.close();
        queue.settling.close();
        queue.node.close();
    }

    @Test
    void whateverTheDatabaseDoesWhatWasAcceptedEndsOnce() throws Exception {
        Faults faults = new Faults(4711, 0.08);
        database.close();
        database = ScratchDatabase.with(faults);
        QueueNode queue = node();
        Published echo = queue.publish(Published.function(account, "echo"));
        Published fails = queue.publish(Published.function(account, "fails").handler("fails"));
        queue.clock.now();
        queue.begun();
        faults.begin();
        Set<InvocationId> accepted = new HashSet<>();
        for (int group = 0; group < 40; group++) {
            accepted.addAll(tenAccepted(queue));
        }
        faults.end();
        await().atMost(QueueNode.LONG.multipliedBy(2)).until(() -> queue.rows("async_call") == 0);

        assertThat(accepted).isNotEmpty();
        List<InvocationId> ended =
                queue.jdbc.query(
                        "select id from async_ended",
                        (row, _) -> new InvocationId(row.getObject(1, UUID.class)));
        assertThat(ended).doesNotHaveDuplicates().containsAll(accepted);
        assertThat(queue.count(account).missing()).isZero();
        assertThat(queue.count(account).ended()).isEqualTo(ended.size());
        assertThat(fails.function()).isNotEqualTo(echo.function());
    }

    /** As far as the database lets them; those that come together are committed together. */
    private Set<InvocationId> tenAccepted(QueueNode queue) {
        List<CompletableFuture<Accepted>> promises = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            promises.add(
                    queue.calls.accept(
                            account,
                            FunctionRef.latest(i == 0 ? "fails" : "echo"),
                            QueueNode.event("{}"),
                            i % 5 == 0 ? AsyncTerms.NOW.inOrderOf("k") : AsyncTerms.NOW));
        }
        Set<InvocationId> accepted = new HashSet<>();
        for (CompletableFuture<Accepted> promise : promises) {
            try {
                accepted.add(promise.join().id());
            } catch (CompletionException e) {
                assertThat(e.getCause()).isInstanceOf(RefusedException.class);
            }
        }
        return accepted;
    }
}

package dev.meterlark.invocation.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.invocation.Accepted;
import dev.meterlark.invocation.AsyncCall;
import dev.meterlark.invocation.AsyncStatus;
import dev.meterlark.invocation.AsyncTerms;
import dev.meterlark.invocation.EndedCall;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.invocation.Published;
import dev.meterlark.platform.ScratchDatabase;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunRequest;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** In which order, how often, when and how many at once. */
@Tag("database")
class QueueTermsTests {

    @TempDir Path data;
    private final ScratchDatabase database = new ScratchDatabase();
    private final AccountId account = AccountId.random();
    private final List<String> order = new CopyOnWriteArrayList<>();
    private QueueNode queue;

    private QueueNode queue(Map<String, String> settings) throws IOException {
        queue.close();
        queue = new QueueNode(data.resolve("own"), database, settings);
        return queue;
    }

    @BeforeEach
    void make() throws IOException {
        queue = new QueueNode(data.resolve("first"), database);
    }

    @AfterEach
    void close() {
        queue.close();
        database.close();
    }

    private Ending noted(RunRequest request) {
        order.add(new String(request.payload(), StandardCharsets.UTF_8));
        return new Ending.Succeeded(request.payload(), "application/json");
    }

    @Test
    void callsOfOneOrderingKeyRunOneAfterTheOtherAsTheyWereAccepted() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger tries = new AtomicInteger();
        List<Integer> together = new CopyOnWriteArrayList<>();
        queue(Map.of()).begun();
        queue.node.workers.behave(
                "ordered",
                (_, request) -> {
                    together.add(running.incrementAndGet());
                    try {
                        return tries.incrementAndGet() % 7 == 1
                                ? FakeWorkers.failed("Error", "now and then")
                                : noted(request);
                    } finally {
                        running.decrementAndGet();
                    }
                });
        Published function =
                queue.publish(
                        Published.function(account, "ordered").handler("ordered"),
                        QueueNode.policy(5, Duration.ofHours(1)));
        List<CompletableFuture<Accepted>> promises = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            expected.add(Integer.toString(i));
            promises.add(
                    queue.calls.accept(
                            account,
                            FunctionRef.latest("ordered"),
                            QueueNode.event(Integer.toString(i)),
                            AsyncTerms.NOW.inOrderOf("one")));
        }
        promises.forEach(CompletableFuture::join);
        queue.awaitEnds(200);

        assertThat(order).isEqualTo(expected);
        assertThat(together).containsOnly(1);
        assertThat(queue.rows("async_order")).isZero();
        assertThat(queue.count(account).missing()).isZero();
        assertThat(function.name()).isEqualTo("ordered");
    }

    @Test
    void aCallBehindAnotherCanBeCancelledAndTheNextTakesItsTurn() throws Exception {
        queue(Map.of());
        queue.node.workers.behave("ordered", (_, request) -> noted(request));
        Published function =
                queue.publish(Published.function(account, "ordered").handler("ordered"));
        AsyncTerms terms = AsyncTerms.NOW.inOrderOf("one");
        InvocationId head = queue.accept(function, "1", terms).id();
        InvocationId behind = queue.accept(function, "2", terms).id();
        queue.accept(function, "3", terms);
        queue.accept(function, "4", terms);

        AsyncCall second = queue.cancel(account, behind).orElseThrow();
        AsyncCall first = queue.cancel(account, head).orElseThrow();
        queue.begun();
        queue.awaitEnds(4);

        assertThat(second.status()).isEqualTo(AsyncStatus.CANCELLED);
        assertThat(first.status()).isEqualTo(AsyncStatus.CANCELLED);
        assertThat(order).containsExactly("3", "4");
        assertThat(queue.audited)
                .containsExactly(
                        "invocation.cancelled function:ordered",
                        "invocation.cancelled function:ordered");
        assertThat(queue.count(account).cancelled()).isEqualTo(2);
        assertThat(queue.count(account).missing()).isZero();
    }

    @Test
    void aDeduplicationKeyIsOneCallHoweverManyComeAtOnce() throws Exception {
        queue(Map.of()).begun();
        Published echo = queue.publish(Published.function(account, "echo"));
        Published other = queue.publish(Published.function(AccountId.random(), "echo"));
        List<CompletableFuture<Accepted>> promises = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            promises.add(
                    queue.calls.accept(
                            account,
                            FunctionRef.latest("echo"),
                            QueueNode.event("{}"),
                            AsyncTerms.NOW.once("key")));
        }
        Set<InvocationId> ids = new HashSet<>();
        promises.forEach(promise -> ids.add(promise.join().id()));

        assertThat(ids).hasSize(1);
        assertThat(promises.stream().filter(p -> !p.join().duplicate())).hasSize(1);
        assertThat(queue.accept(other, "{}", AsyncTerms.NOW.once("key")).duplicate()).isFalse();
        assertThatThrownBy(() -> queue.accept(echo, "[]", AsyncTerms.NOW.once("key")))
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refusal ->
                                assertThat(refusal.code())
                                        .isEqualTo(ErrorCode.DEDUPLICATION_MISMATCH));
        assertThat(queue.count(account).accepted()).isEqualTo(1);
    }

    @Test
    void aDeduplicationKeyIsFreeAgainAfterItsTime() throws Exception {
        queue(Map.of("deduplication-kept", "1ms"));
        Published echo = queue.publish(Published.function(account, "echo"));
        Accepted first = queue.accept(echo, "{}", AsyncTerms.NOW.once("key"));
        queue.jdbc.update(
                "update async_deduplication set expires_at = timestamp '2000-01-01 00:00:00'");

        Accepted second = queue.accept(echo, "[]", AsyncTerms.NOW.once("key"));

        assertThat(second.duplicate()).isFalse();
        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void moreThanTheBacklogIsRefusedAndWhatCameFirstIsKept() throws Exception {
        queue(Map.of("max-backlog", "10"));
        queue.publish(Published.function(account, "echo"));
        List<CompletableFuture<Accepted>> promises = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            promises.add(
                    queue.calls.accept(
                            account,
                            FunctionRef.latest("echo"),
                            QueueNode.event("{}"),
                            AsyncTerms.NOW));
        }
        List<RefusedException> refusals = new ArrayList<>();
        promises.forEach(
                promise ->
                        promise.handle(
                                        (_, failure) -> {
                                            if (failure instanceof RefusedException refusal) {
                                                refusals.add(refusal);
                                            }
                                            return null;
                                        })
                                .join());

        assertThat(refusals)
                .hasSize(5)
                .allMatch(refusal -> refusal.code() == ErrorCode.QUEUE_FULL)
                .allMatch(refusal -> refusal.retryAfter() != null);
        assertThat(queue.count(account).accepted()).isEqualTo(10);
        queue.begun();
        queue.awaitEnds(10);
        Published other = queue.publish(Published.function(AccountId.random(), "echo"));
        assertThat(queue.accept(other, "{}").duplicate()).isFalse();
    }

    @Test
    void theFloodOfOneAccountLeavesTheOthersTheirTurn() throws Exception {
        queue(Map.of("run.max", "8", "run.max-of-account", "6"));
        Published flood = queue.publish(Published.function(account, "flood").handler("echo"));
        Published one =
                queue.publish(Published.function(AccountId.random(), "one").handler("echo"));
        for (int i = 0; i < 400; i++) {
            queue.accept(flood, "{}");
        }
        InvocationId id = queue.accept(one, "{}").id();

        queue.begun();
        queue.awaitEnds(401);

        List<InvocationId> ended = queue.ends.stream().map(EndedCall::id).toList();
        assertThat(ended.indexOf(id)).isLessThan(50);
    }

    @Test
    void aFunctionsOwnLimitIsKeptWithoutGoingRoundInVain() throws Exception {
        AtomicInteger running = new AtomicInteger();
        List<Integer> together = new CopyOnWriteArrayList<>();
        queue(Map.of());
        queue.node.workers.behave(
                "narrow",
                (_, request) -> {
                    together.add(running.incrementAndGet());
                    running.decrementAndGet();
                    return noted(request);
                });
        Published narrow =
                queue.publish(
                        Published.function(account, "narrow")
                                .handler("narrow")
                                .concurrency(2, 100));
        for (int i = 0; i < 60; i++) {
            queue.accept(narrow, Integer.toString(i));
        }

        queue.begun();
        queue.awaitEnds(60);

        assertThat(together).allMatch(n -> n <= 2);
        assertThat(queue.ends).allMatch(end -> end.attempts() == 1);
        assertThat(queue.metrics.get("meterlark.queue.claim").timer().count())
                .isLessThanOrEqualTo(130);
    }

    @Test
    void aCallThatIsPutOffDoesNotRunBefore() throws Exception {
        queue(Map.of()).begun();
        Published echo = queue.publish(Published.function(account, "echo"));
        Duration delay = Duration.ofSeconds(1);

        InvocationId id = queue.accept(echo, "{}", new AsyncTerms(null, delay, null, null)).id();

        AsyncCall call = queue.awaitStatus(echo, id, AsyncStatus.SUCCEEDED);
        assertThat(call.endedAt()).isAfterOrEqualTo(call.acceptedAt().plus(delay));
    }

    @Test
    void theAgeOfACallThatIsPutOffCountsFromItsStart() throws Exception {
        queue(Map.of()).begun();
        Published echo =
                queue.publish(
                        Published.function(account, "echo"),
                        QueueNode.policy(0, Duration.ofMillis(800)));

        InvocationId id =
                queue.accept(echo, "{}", new AsyncTerms(null, Duration.ofSeconds(1), null, null))
                        .id();

        queue.awaitStatus(echo, id, AsyncStatus.SUCCEEDED);
    }

    @Test
    void resultsAndEndsAreKeptAsLongAsIsSaidAndNoLonger() throws Exception {
        queue(Map.of("keep.end", "0s")).begun();
        Published kept = queue.publish(Published.function(account, "kept").handler("echo"));
        Published gone =
                queue.publish(
                        Published.function(account, "gone").handler("echo"),
                        new AsyncPolicy(0, Duration.ofHours(1), Duration.ZERO, null, null));
        InvocationId first = queue.accept(kept, "\"" + "a".repeat(20_000) + "\"").id();
        InvocationId second = queue.accept(gone, "{}").id();
        queue.awaitEnds(2);
        await().atMost(QueueNode.LONG).until(() -> queue.calls.find(account, first).isPresent());

        queue.sweeping.sweep();

        assertThat(queue.calls.find(account, second)).isEmpty();
        assertThat(queue.calls.result(account, first).orElseThrow().payload()).hasSize(20_002);
        queue.jdbc.update("update async_ended set kept_until = ended_at");
        queue.sweeping.sweep();
        assertThat(queue.calls.find(account, first)).isEmpty();
        assertThat(queue.rows("async_bytes")).isZero();
        assertThat(queue.count(account).missing()).isZero();
    }
}

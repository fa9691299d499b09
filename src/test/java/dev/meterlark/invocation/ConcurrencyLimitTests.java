package dev.meterlark.invocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

class ConcurrencyLimitTests {

    private static final int CALLERS = 1_000;

    private final AccountId account = AccountId.random();
    private final AccountId neighbour = AccountId.random();

    @TempDir Path data;

    @Test
    void ofAThousandAtOnceExactlyTheLimitRunsAndTheOthersAreToldToWait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        try (InvocationNode node = new InvocationNode(data);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            node.publish(Published.function(account, "f").handler("waits").concurrency(7, 20));
            node.workers.behave(
                    "waits",
                    (_, _) -> {
                        inside.incrementAndGet();
                        awaitOpen(gate);
                        return new Ending.Succeeded(new byte[0], "application/json");
                    });

            ConcurrentLinkedQueue<RefusedException> refused = new ConcurrentLinkedQueue<>();
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(
                        callers.submit(
                                () -> {
                                    try {
                                        node.call(account, "f", "{}");
                                    } catch (RefusedException e) {
                                        refused.add(e);
                                    }
                                }));
            }
            await().atMost(Duration.ofSeconds(20)).until(() -> refused.size() == CALLERS - 7);
            assertThat(inside).hasValue(7);
            gate.countDown();
            for (Future<?> call : calls) {
                call.get();
            }

            assertThat(inside).hasValue(7);
            assertThat(node.running.inFlight()).isZero();
            assertThat(refused)
                    .allSatisfy(
                            e -> {
                                assertThat(e.code()).isEqualTo(ErrorCode.THROTTLED);
                                assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1));
                                assertThat(e.publicText())
                                        .isEqualTo(
                                                "7 calls of f are running, which is the function's"
                                                        + " limit; try again when one has ended");
                            });
            assertThat(node.records.awaitSize(7)).hasSize(7);
        }
    }

    /** Functions, accounts and node all at their limits, with calls coming and going. */
    @Test
    void noCountEverPassesItsLimitAndAllComeBackToNothing() throws Exception {
        RunningCalls running = new RunningCalls(9);
        List<FunctionId> functions =
                List.of(FunctionId.random(), FunctionId.random(), FunctionId.random());
        Map<AccountId, AtomicInteger> ofAccount =
                Map.of(account, new AtomicInteger(), neighbour, new AtomicInteger());
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger granted = new AtomicInteger();
        ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                AccountId caller = i % 2 == 0 ? account : neighbour;
                FunctionId function = functions.get(i % functions.size());
                callers.submit(
                        () -> {
                            for (int n = 0; n < 5; Thread.yield()) {
                                if (running.enter(caller, 6, function, 4)
                                        instanceof RunningCalls.Decision.Granted(var permit)) {
                                    granted.incrementAndGet();
                                    n++;
                                    check(violations, inFlight.incrementAndGet() <= 9, "node");
                                    AtomicInteger mine =
                                            Objects.requireNonNull(ofAccount.get(caller));
                                    check(violations, mine.incrementAndGet() <= 6, "account");
                                    Thread.yield();
                                    mine.decrementAndGet();
                                    permit.runEnded();
                                    inFlight.decrementAndGet();
                                    permit.close();
                                    permit.close();
                                }
                            }
                        });
            }
        }

        assertThat(violations).isEmpty();
        assertThat(granted).hasValue(5 * CALLERS);
        assertThat(running.inFlight()).isZero();
    }

    @Test
    void anAccountsLimitHoldsOverAllItsFunctionsAndNotForItsNeighbour() throws Exception {
        RunningCalls running = new RunningCalls(100);
        running.enter(account, 2, FunctionId.random(), 0);
        running.enter(account, 2, FunctionId.random(), 0);

        assertThat(running.enter(account, 2, FunctionId.random(), 0))
                .isEqualTo(new RunningCalls.Decision.AccountFull(2));
        assertThat(running.enter(neighbour, 2, FunctionId.random(), 0))
                .isInstanceOf(RunningCalls.Decision.Granted.class);
    }

    @Test
    void anAccountThatMayRunNothingRunsNothing() {
        assertThat(new RunningCalls(1).enter(account, 0, FunctionId.random(), 0))
                .isEqualTo(new RunningCalls.Decision.AccountFull(0));
    }

    @Test
    void aFullNodeIsThePlatformsFault() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Map<String, String> one = Map.of("meterlark.invocation.max-in-flight", "1");
        try (InvocationNode node = new InvocationNode(data, one);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            node.publish(Published.function(account, "f").handler("waits"));
            node.workers.behave(
                    "waits",
                    (_, _) -> {
                        awaitOpen(gate);
                        return new Ending.Succeeded(new byte[0], "application/json");
                    });
            Future<?> first = callers.submit(() -> node.call(account, "f", "{}"));
            await().until(() -> node.running.inFlight() == 1);

            RefusedException refused =
                    catchThrowableOfType(
                            RefusedException.class, () -> node.call(account, "f", "{}"));

            assertThat(refused.code()).isEqualTo(ErrorCode.PLATFORM_BUSY);
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            gate.countDown();
            first.get();
        }
    }

    @Test
    void aFullJournalRefusesNewCallsAndLosesNone() throws Exception {
        Map<String, String> small =
                Map.of(
                        "meterlark.invocation.journal.segment-size", "1KB",
                        "meterlark.invocation.journal.max-size", "2KB",
                        "meterlark.invocation.journal.first-retry", "2ms",
                        "meterlark.invocation.journal.longest-retry", "20ms");
        try (InvocationNode node = new InvocationNode(data, small)) {
            node.publish(Published.function(account, "f"));
            node.records.refuse(true);
            List<InvocationRecord> answered = new ArrayList<>();
            RefusedException refused = null;
            while (refused == null) {
                refused =
                        catchThrowableOfType(
                                RefusedException.class,
                                () -> answered.add(node.call(account, "f", "{}").record()));
            }
            assertThat(refused.code()).isEqualTo(ErrorCode.PLATFORM_BUSY);
            assertThat(answered).hasSizeGreaterThan(3);
            assertThat(node.workers.requests()).hasSameSizeAs(answered);

            node.records.refuse(false);

            assertThat(node.records.awaitSize(answered.size())).isEqualTo(answered);
            await().atMost(Duration.ofSeconds(10)).until(node.journal::hasRoom);
            node.call(account, "f", "{}");
        }
    }

    private static void check(
            ConcurrentLinkedQueue<String> violations, boolean holds, String what) {
        if (!holds) {
            violations.add(what);
        }
    }

    private static void awaitOpen(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

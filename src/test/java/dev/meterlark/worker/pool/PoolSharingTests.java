package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.pool.FakeSandboxes.FakeSandbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who shares a node with whom, and what each gets of it. */
class PoolSharingTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final AccountId account = AccountId.random();
    private final AccountId neighbour = AccountId.random();

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private PoolNode node;

    private PoolNode node(String... settings) throws IOException {
        node = PoolNode.of(folder, settings);
        return node;
    }

    @AfterEach
    void nothingIsLeft() {
        answerAll();
        node.close();
        assertThat(node.sandboxes.closed.get()).isEqualTo(node.sandboxes.made.size());
    }

    @Test
    void aSandboxServesOneAccountOneFunctionOneVersionAndOneRevision() throws Exception {
        node();
        var function = FunctionId.random();
        List<Kind> kinds =
                List.of(
                        new Kind(account, function, "$LATEST", 1),
                        new Kind(neighbour, function, "$LATEST", 1),
                        new Kind(account, FunctionId.random(), "$LATEST", 1),
                        new Kind(account, function, "1", 1),
                        new Kind(account, function, "$LATEST", 2));
        for (Kind each : kinds) {
            assertThat(node.run(PoolNode.spec(each, 128, TIMEOUT)).cold()).isTrue();
        }
        for (Kind each : kinds) {
            assertThat(node.run(PoolNode.spec(each, 128, TIMEOUT)).cold()).isFalse();
        }
    }

    @Test
    void aCallThatWasAdmittedBeforeItsFunctionWasRetiredLeavesNoOldSandbox() throws Exception {
        var function = FunctionId.random();
        node().workers.retire(function, "$LATEST", 2);

        RunReport old = node.run(PoolNode.spec(account, function, 1));
        RunReport fresh = node.run(PoolNode.spec(account, function, 2));

        assertThat(old.ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(fresh.cold()).isTrue();
        await().until(() -> node.sandboxes.made.getFirst().killedBecause != null);
        assertThat(node.sandboxes.made.get(1).killedBecause).isNull();
    }

    @Test
    void aSmallCallDoesNotWaitBehindALargeOneOfAnotherAccount() throws Exception {
        node("memory=512MB", "longest-wait=5s").sandboxes.handed = _ -> {};
        var busy = node.runLater(PoolNode.spec(account, 256));
        await().until(() -> node.isHanded(0, 1));
        var large = node.runLater(PoolNode.spec(account, 512));
        await().until(() -> node.pool.waiting() == 1);

        var small = node.runLater(PoolNode.spec(neighbour, 128));
        await().atMost(Duration.ofSeconds(2)).until(() -> node.isHanded(1, 1));

        answerAll();
        assertThat(CompletableFuture.allOf(busy, large, small)).succeedsWithin(TIMEOUT);
        assertThat(large.get().ending()).isInstanceOf(Ending.Succeeded.class);
    }

    @Test
    void whoStoodBehindACallThatGaveUpIsServedAtOnce() throws Exception {
        node("memory=512MB", "longest-wait=5s").sandboxes.handed = _ -> {};
        var busy = node.runLater(PoolNode.spec(account, 256));
        await().until(() -> node.isHanded(0, 1));
        var large = node.runLater(PoolNode.spec(neighbour, 384));
        await().until(() -> node.pool.waiting() == 1);
        var small = node.runLater(PoolNode.spec(account, 256)); // would have all of it
        await().until(() -> node.pool.waiting() == 2);

        large.cancel(false);

        await().atMost(Duration.ofSeconds(2)).until(() -> node.isHanded(1, 1));
        answerAll();
        CompletableFuture.allOf(busy, small).get();
    }

    @Test
    void manySmallCallsDoNotKeepALargeOneOfAnotherAccountOut() throws Exception {
        node("memory=512MB", "longest-wait=10s").sandboxes.handed = _ -> {};
        List<CompletableFuture<RunReport>> flood = new ArrayList<>();
        SandboxSpec small = PoolNode.spec(account, 128);
        for (int i = 0; i < 40; i++) {
            flood.add(node.runLater(small));
        }
        await().until(() -> node.pool.waiting() == 36 && inCall() == 4);
        var large = node.runLater(PoolNode.spec(neighbour, 384));
        await().until(() -> node.pool.waiting() == 37);
        var handedAfter = new AtomicInteger();
        node.sandboxes.handed = _ -> handedAfter.incrementAndGet();

        for (FakeSandbox each : List.copyOf(node.sandboxes.made)) {
            each.answer("x");
        }
        await().until(() -> node.sandboxes.made.size() > 4);

        assertThat(node.sandboxes.made.get(4).spec.account()).isEqualTo(neighbour);
        assertThat(handedAfter.get()).isLessThanOrEqualTo(2);
        answerAll();
        assertThat(large.get().ending()).isInstanceOf(Ending.Succeeded.class);
        CompletableFuture.allOf(flood.toArray(CompletableFuture[]::new)).get();
    }

    @Test
    void aFullQueueTurnsAwayWhoeverHasMostInIt() throws Exception {
        node("max-sandboxes=1", "max-waiting=3").sandboxes.handed = _ -> {};
        var running = node.runLater(PoolNode.spec(account, 128));
        await().until(() -> node.isHanded(0, 1));
        List<CompletableFuture<RunReport>> flood = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            flood.add(node.runLater(PoolNode.spec(account, 128)));
            int waiting = i;
            await().until(() -> node.pool.waiting() == waiting);
        }
        RunReport tooMany = node.run(PoolNode.spec(account, 128));
        var other = node.runLater(PoolNode.spec(neighbour, 128));

        assertThat(tooMany.ending())
                .isEqualTo(new Ending.NoneFree("3 calls already wait for a sandbox on this node"));
        assertThat(flood.getLast().get().ending()).isEqualTo(tooMany.ending());
        answerAll();
        assertThat(other.get().ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(flood.getFirst().get().ending()).isInstanceOf(Ending.Succeeded.class);
        running.get();
    }

    @Test
    void aQueueOfNoneStillStartsWhatHasRoom() throws Exception {
        node("max-waiting=0").sandboxes.handed = sandbox -> sandbox.answerAndLinger("x");
        SandboxSpec spec = PoolNode.spec(account, 128);
        node.run(spec);

        assertThat(node.run(spec).ending()).isInstanceOf(Ending.Succeeded.class);
    }

    @Test
    void whatTheNodeCanNeverHaveIsToldAtOnce() throws Exception {
        RunReport report = node("memory=512MB").run(PoolNode.spec(account, 1024));

        assertThat(report.ending())
                .isInstanceOfSatisfying(
                        Ending.NotStarted.class,
                        refused -> assertThat(refused.reason()).contains("1024 MiB", "512 MiB"));
    }

    @Test
    void theNodesBoundsHoldAndEverybodyIsServedWhateverTheOrder() throws Exception {
        node("memory=1024MB", "max-sandboxes=5", "longest-wait=60s", "freeze-after=2ms");
        var inUse = new ConcurrentHashMap<String, Integer>();
        var worst = new AtomicInteger();
        node.sandboxes.handed =
                sandbox -> {
                    if (inUse.put(sandbox.id(), sandbox.spec.memoryMiB()) != null) {
                        worst.set(Integer.MAX_VALUE);
                    }
                    int sum = inUse.values().stream().mapToInt(each -> each).sum();
                    worst.accumulateAndGet(sum, Math::max);
                    inUse.remove(sandbox.id());
                    sandbox.answer("x");
                };
        var random = new Random(11);
        List<SandboxSpec> specs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            specs.add(PoolNode.spec(i % 3 == 0 ? account : neighbour, 128 << random.nextInt(4)));
        }
        List<CompletableFuture<RunReport>> calls = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            calls.add(node.runLater(specs.get(random.nextInt(specs.size()))));
        }
        for (CompletableFuture<RunReport> each : calls) {
            assertThat(each.get().ending()).isInstanceOf(Ending.Succeeded.class);
        }

        assertThat(worst.get()).isLessThanOrEqualTo(1024);
        assertThat(node.pool.waiting()).isZero();
        await().until(() -> node.pool.count(Member.State.BUSY) == 0);
        assertThat(node.pool.count(Member.State.IDLE)).isLessThanOrEqualTo(5);
        assertThat(Map.copyOf(inUse)).isEmpty();
    }

    private long inCall() {
        return node.sandboxes.made.stream().filter(each -> !each.events.isEmpty()).count();
    }

    private void answerAll() {
        node.sandboxes.handed = sandbox -> sandbox.answer("x");
        node.sandboxes.made.forEach(each -> each.answer("x"));
    }
}

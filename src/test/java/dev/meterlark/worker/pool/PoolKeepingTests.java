package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.KeepAlive;
import dev.meterlark.worker.Provisioned;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.protocol.Readiness;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which idle sandboxes stay, and those that nobody has called yet. */
class PoolKeepingTests {

    private final AccountId account = AccountId.random();
    private final SandboxSpec spec = PoolNode.spec(account, FunctionId.random(), 1);
    private final Told told = new Told();

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private PoolNode node;

    private PoolNode node(String... settings) throws IOException {
        node = PoolNode.of(folder, told, settings);
        return node;
    }

    @AfterEach
    void nothingIsLeft() {
        node.close();
        assertThat(node.sandboxes.closed.get()).isEqualTo(node.sandboxes.made.size());
    }

    @Test
    void whoIsToldSoEndsAndOthersStayForTheStandardTime() throws Exception {
        SandboxSpec other = PoolNode.spec(account, FunctionId.random(), 1);
        node("idle-for=1s").run(spec);
        node.run(other);
        told.verdicts.put(spec.function(), KeepAlive.Verdict.END);
        told.verdicts.put(other.function(), KeepAlive.Verdict.KEEP);

        await().until(() -> node.sandboxes.made.getFirst().killedBecause != null);

        assertThat(node.sandboxes.made.get(1).killedBecause).isNull();
        told.verdicts.put(other.function(), KeepAlive.Verdict.STANDARD);
        await().until(() -> node.sandboxes.made.get(1).killedBecause != null);
    }

    @Test
    void everyCallIsToldOnceAtItsBeginningAndOnceAtItsEnd() throws Exception {
        node().run(spec);
        node.sandboxes.refusal = "no more users";
        node.run(PoolNode.spec(account, FunctionId.random(), 1));

        await().until(() -> told.ended.size() == 2);
        assertThat(told.begun).hasSize(2);
        assertThat(told.ended.getFirst().cold()).isTrue();
    }

    @Test
    void whatIsWorthLeastMakesRoom() throws Exception {
        SandboxSpec other = PoolNode.spec(account, FunctionId.random(), 1);
        node("max-sandboxes=2").run(spec);
        node.run(other);
        told.worths.put(spec.function(), 2.0);
        told.worths.put(other.function(), 1.0);

        node.run(PoolNode.spec(account, FunctionId.random(), 1));

        assertThat(node.sandboxes.made.get(1).killedBecause).isEqualTo("its room was needed");
        assertThat(node.sandboxes.made.getFirst().killedBecause).isNull();
        assertThat(node.pool.evictions.sum()).isEqualTo(1);
    }

    @Test
    void whatIsToBeWarmIsStartedWithoutACallAndServesTheNext() throws Exception {
        node().workers.keepWarm(spec, 2);
        await().until(() -> node.pool.count(Member.State.IDLE) == 2);
        node.workers.keepWarm(spec, 2);

        RunReport first = node.run(spec);

        assertThat(first.cold()).isFalse();
        assertThat(node.sandboxes.made).hasSize(2);
    }

    @Test
    void whatStandsReadyIsToldByTheMillisecondAndNotWhileItHasACall() throws Exception {
        node().workers.keepWarm(spec, 1);
        List<Provisioned> stood = new CopyOnWriteArrayList<>();
        await().until(() -> stood.addAll(node.workers.provisioned()));
        node.sandboxes.handed = _ -> {};
        var call = node.runLater(spec);
        await().until(() -> node.isHanded(0, 1));
        node.workers.provisioned();

        assertThat(node.workers.provisioned()).isEmpty();
        call.cancel(true);
        assertThat(stood)
                .allSatisfy(
                        each -> {
                            assertThat(each.account()).isEqualTo(account);
                            assertThat(each.function()).isEqualTo(spec.function());
                            assertThat(each.functionName()).isEqualTo(spec.functionName());
                            assertThat(each.mibMillis()).isPositive();
                        });
    }

    @Test
    void whatIsKeptWarmIsNeitherEndedNorMakesRoomUntilTheWishEnds() throws Exception {
        told.verdicts.put(spec.function(), KeepAlive.Verdict.END);
        node("max-sandboxes=2", "idle-for=5ms", "longest-wait=50ms").workers.keepWarm(spec, 1);
        await().until(() -> node.pool.count(Member.State.IDLE) == 1);
        node.sandboxes.handed = _ -> {};
        var busy = node.runLater(PoolNode.spec(account, FunctionId.random(), 1));
        await().until(() -> node.isHanded(1, 1));

        RunReport refused = node.run(PoolNode.spec(account, FunctionId.random(), 1));

        assertThat(refused.ending()).isInstanceOf(Ending.NoneFree.class);
        assertThat(node.sandboxes.made.getFirst().killedBecause).isNull();
        node.workers.keepWarm(spec, 0);
        await().until(() -> node.sandboxes.made.getFirst().killedBecause != null);
        node.sandboxes.made.get(1).answer("x");
        busy.get();
    }

    @Test
    void whatIsKeptWarmCountsInItsAccountsShare() throws Exception {
        node("max-sandboxes=4", "longest-wait=5s").workers.keepWarm(spec, 2);
        await().until(() -> node.pool.count(Member.State.IDLE) == 2);
        node.sandboxes.handed = _ -> {};
        var one = node.runLater(PoolNode.spec(AccountId.random(), 128));
        var other = node.runLater(PoolNode.spec(AccountId.random(), 128));
        await().until(() -> node.isHanded(2, 1) && node.isHanded(3, 1));
        var ours = node.runLater(PoolNode.spec(account, 128));
        await().until(() -> node.pool.waiting() == 1);
        var theirs = node.runLater(PoolNode.spec(AccountId.random(), 128));
        await().until(() -> node.pool.waiting() == 2);

        node.sandboxes.made.get(2).answer("x");

        await().until(() -> node.isHanded(4, 1));
        assertThat(node.sandboxes.made.get(4).spec.account()).isNotEqualTo(account);
        node.sandboxes.handed = sandbox -> sandbox.answer("x");
        node.sandboxes.made.get(3).answer("x");
        node.sandboxes.made.get(4).answer("x");
        List.of(one, other, ours, theirs).forEach(each -> assertThat(each).succeedsWithin(TEN));
    }

    @Test
    void halfOfTheNodeIsForThoseWhoCall() throws Exception {
        node("max-sandboxes=5").workers.keepWarm(spec, 5);

        await().until(() -> node.pool.count(Member.State.IDLE) == 2);
        node.workers.keepWarm(spec, 5);
        node.workers.keepWarm(PoolNode.spec(account, FunctionId.random(), 1), 5);

        assertThat(node.pool.<Integer>read(Groups::size)).isEqualTo(2);
    }

    @Test
    void whatIsPreparedTakesNobodysRoom() throws Exception {
        node("max-sandboxes=2").run(PoolNode.spec(account, 128));

        node.workers.prepare(spec, 5);

        await().until(() -> node.pool.count(Member.State.IDLE) == 2);
        assertThat(node.sandboxes.made).hasSize(2);
        assertThat(node.sandboxes.made).allMatch(each -> each.killedBecause == null);
    }

    @Test
    void aCallWaitsForTheSandboxThatIsJustBeingPrepared() throws Exception {
        node().sandboxes.begins = _ -> {};
        node.workers.prepare(spec, 1);
        await().until(() -> node.sandboxes.made.size() == 1);
        var call = node.runLater(spec);
        await().until(() -> node.pool.waiting() == 1);

        node.sandboxes.made.getFirst().ready.complete(new Readiness.Ready());

        assertThat(call.get().cold()).isFalse();
        assertThat(node.sandboxes.made).hasSize(1);
    }

    @Test
    void whatWaitsForItsFirstCallIsFrozenMeanwhile() throws Exception {
        node("freeze-after=5ms").workers.keepWarm(spec, 1);
        await().until(() -> !node.sandboxes.made.isEmpty());
        await().until(() -> node.sandboxes.made.getFirst().frozen);

        RunReport report = node.run(spec);

        assertThat(report.ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(report.cold()).isFalse();
    }

    @Test
    void whatFailsToStartBeforeItsCallsLeavesNothingAndIsNotTriedWithoutPause() throws Exception {
        node().sandboxes.begins =
                sandbox -> sandbox.ready.complete(new Readiness.InitFailed("E", "m", new byte[0]));
        await().until(
                        () -> {
                            node.workers.keepWarm(spec, 1);
                            return node.sandboxes.closed.get() >= 8;
                        });
        await().until(() -> node.pool.count(Member.State.BUSY) == 0);

        node.workers.keepWarm(spec, 1);

        assertThat(node.pool.count(Member.State.BUSY)).isZero();
    }

    @Test
    void whatWasRetiredIsNotKeptWarm() throws Exception {
        node().workers.keepWarm(spec, 1);
        await().until(() -> node.pool.count(Member.State.IDLE) == 1);

        node.workers.retire(spec.function(), spec.version(), 2);
        node.workers.keepWarm(spec, 1);

        await().until(() -> node.sandboxes.closed.get() == 1);
        assertThat(node.sandboxes.made).hasSize(1);
    }

    private static final Duration TEN = Duration.ofSeconds(10);

    /** Says what a test wants it to say. */
    private static final class Told implements KeepAlive {

        private final Map<FunctionId, Verdict> verdicts = new ConcurrentHashMap<>();
        private final Map<FunctionId, Double> worths = new ConcurrentHashMap<>();
        private final List<SandboxSpec> begun = new CopyOnWriteArrayList<>();
        private final List<RunReport> ended = new CopyOnWriteArrayList<>();

        @Override
        public void begins(SandboxSpec spec) {
            begun.add(spec);
        }

        @Override
        public void ends(SandboxSpec spec, @Nullable RunReport report) {
            if (report != null) {
                ended.add(report);
            }
        }

        @Override
        public Verdict verdict(FunctionId function, String version, Duration idle, int others) {
            return verdicts.getOrDefault(function, Verdict.STANDARD);
        }

        @Override
        public double worth(FunctionId function, String version, Duration idle, int memoryMiB) {
            return worths.getOrDefault(function, 9.0);
        }
    }
}

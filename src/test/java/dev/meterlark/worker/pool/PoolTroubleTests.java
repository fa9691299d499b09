package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.pool.FakeSandboxes.Trouble;
import dev.meterlark.worker.protocol.Readiness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Whatever goes wrong, and whoever gives up: the room comes back, and no sandbox is left. */
class PoolTroubleTests {

    private final AccountId account = AccountId.random();
    private final SandboxSpec spec = PoolNode.spec(account, FunctionId.random(), 1);

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private PoolNode node;

    private PoolNode node(String... settings) throws IOException {
        node = PoolNode.of(folder, settings);
        return node;
    }

    @AfterEach
    void theRoomIsFreeAgainAndNothingIsLeft() {
        node.sandboxes.machine = _ -> {};
        node.sandboxes.begins = sandbox -> sandbox.ready.complete(new Readiness.Ready());
        node.sandboxes.handed = sandbox -> sandbox.answer("well");
        await().until(() -> node.pool.count(Member.State.BUSY) == 0);
        assertThat(node.run(PoolNode.spec(AccountId.random(), FunctionId.random(), 1)).ending())
                .isInstanceOf(Ending.Succeeded.class);
        node.close();
        assertThat(node.sandboxes.closed.get()).isEqualTo(node.sandboxes.made.size());
    }

    @Test
    void aStartThatFailsForNoKnownReasonGivesItsRoomBack() throws Exception {
        node("max-sandboxes=1", "longest-wait=100ms");
        fails(Trouble.STARTING);

        assertThat(node.run(spec).ending())
                .isEqualTo(new Ending.NotStarted("the machine fails at STARTING"));
    }

    @Test
    void aCallWhoseSandboxCannotBeThawedIsOursAndEndsIt() throws Exception {
        node("max-sandboxes=1", "longest-wait=100ms", "freeze-after=5ms").run(spec);
        await().until(() -> node.sandboxes.made.getFirst().frozen);
        fails(Trouble.THAWING);

        assertThatItIsOurs(node.run(spec));
        assertThat(node.sandboxes.made.getFirst().killedBecause).isNotNull();
    }

    @Test
    void aCallWhoseReadingsFailIsOursAndEndsItsSandbox() throws Exception {
        node("max-sandboxes=1", "longest-wait=100ms");
        fails(Trouble.READING);

        assertThatItIsOurs(node.run(spec));
        assertThat(node.sandboxes.made.getFirst().killedBecause).isNotNull();
    }

    @Test
    void aRuntimeApiThatFailsEndsTheCallAtOnceAndIsOurs() throws Exception {
        node("longest-init=1h").sandboxes.begins =
                sandbox -> sandbox.ready.completeExceptionally(new IOException("no listener"));
        assertThatItIsOurs(node.run(spec));

        node.sandboxes.begins = sandbox -> sandbox.ready.complete(new Readiness.Ready());
        node.sandboxes.handed = sandbox -> sandbox.reply.cancel(false);
        assertThatItIsOurs(node.run(spec));
    }

    @Test
    void aSandboxThatCannotBeFrozenIsEndedAndTheOthersAreStillLookedAfter() throws Exception {
        node("freeze-after=20ms");
        var failed = new AtomicInteger();
        node.sandboxes.machine =
                trouble -> {
                    if (trouble == Trouble.FREEZING && failed.getAndIncrement() < 2) {
                        throw new IllegalStateException("no freezer");
                    }
                };
        node.sandboxes.handed = _ -> {};
        var first = node.runLater(spec);
        var second = node.runLater(spec);
        var third = node.runLater(spec);
        await().until(() -> node.isHanded(0, 1) && node.isHanded(1, 1) && node.isHanded(2, 1));
        node.sandboxes.made.forEach(each -> each.answer("x"));
        CompletableFuture.allOf(first, second, third).get();

        await().until(() -> node.sandboxes.closed.get() == 2);
        await().until(() -> node.sandboxes.made.stream().anyMatch(each -> each.frozen));
        assertThat(node.pool.count(Member.State.IDLE)).isEqualTo(1);
    }

    @Test
    void aSandboxThatCannotBeKilledKeepsNobodyFromEndingTheOthers() throws Exception {
        node("max-sandboxes=2");
        node.run(PoolNode.spec(account, FunctionId.random(), 1));
        node.run(PoolNode.spec(account, FunctionId.random(), 1));
        fails(Trouble.KILLING);

        RunReport third = node.run(spec);

        assertThat(third.ending()).isInstanceOf(Ending.Succeeded.class);
        node.lives.close();
        assertThat(node.sandboxes.made).allMatch(each -> each.killedBecause != null);
        node = PoolNode.of(folder.resolve("next"));
    }

    @Test
    void aWaitingCallThatGivesUpTakesNoSandbox() throws Exception {
        node("max-sandboxes=1").sandboxes.handed = _ -> {};
        var busy = node.runLater(spec);
        await().until(() -> node.isHanded(0, 1));

        var waiting = node.runLater(spec);
        await().until(() -> node.pool.waiting() == 1);
        waiting.cancel(false);

        assertThat(node.pool.waiting()).isZero();
        node.sandboxes.made.getFirst().answer("x");
        busy.get();
        assertThat(node.pool.count(Member.State.IDLE)).isEqualTo(1);
    }

    @Test
    void aCallThatGivesUpDuringInitLeavesNoSandbox() throws Exception {
        node("max-sandboxes=1", "longest-init=1h").sandboxes.begins = _ -> {};
        var starting = node.runLater(spec);
        await().until(() -> node.sandboxes.made.size() == 1);

        starting.cancel(false);

        await().until(() -> node.sandboxes.closed.get() == 1);
    }

    @Test
    void aCallThatGivesUpWhileItRunsLeavesNoSandbox() throws Exception {
        node("max-sandboxes=1").sandboxes.handed = _ -> {};
        var running = node.runLater(spec);
        await().until(() -> node.isHanded(0, 1));

        running.cancel(false);

        assertThat(running.join())
                .returns(new Ending.GivenUp(true), RunReport::ending)
                .matches(report -> report.run().isPositive(), "says how long it ran");
        assertThat(node.sandboxes.made.getFirst().reply).isCancelled();
        await().until(() -> node.sandboxes.closed.get() == 1);
    }

    @Test
    void aFunctionThatCannotStartTakesNoRoomWhileItWaits() throws Exception {
        node("max-sandboxes=1", "longest-wait=300ms").sandboxes.begins =
                sandbox -> sandbox.ready.complete(new Readiness.InitFailed("E", "m", new byte[0]));
        for (int i = 0; i < 7; i++) {
            node.run(spec);
        }
        int before = node.sandboxes.made.size();
        var broken = node.runLater(spec);

        node.sandboxes.begins = sandbox -> sandbox.ready.complete(new Readiness.Ready());
        RunReport neighbour = node.run(PoolNode.spec(AccountId.random(), 128));

        assertThat(neighbour.ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(node.sandboxes.made).hasSize(before + 1);
        broken.get();
    }

    @Test
    void afterworkIsBoundedHoweverLateIdleOnesAreFrozen() throws Exception {
        node("freeze-after=1h", "longest-afterwork=50ms").sandboxes.handed =
                sandbox -> sandbox.answerAndLinger("x");

        node.run(spec);

        await().until(() -> node.sandboxes.made.getFirst().killedBecause != null);
    }

    @Test
    void closingEndsAllAndRefusesWhoWaitsAndWhoComes() throws Exception {
        node("max-sandboxes=2").run(PoolNode.spec(account, 128));
        node.sandboxes.handed = _ -> {};
        var running = node.runLater(spec);
        await().until(() -> node.isHanded(1, 1));
        var other = node.runLater(PoolNode.spec(account, 128));
        await().until(() -> node.isHanded(2, 1));
        var waiting = node.runLater(PoolNode.spec(account, 128));
        await().until(() -> node.pool.waiting() == 1);

        var closing = Thread.ofVirtual().start(() -> node.lives.close());

        assertThat(waiting.get().ending())
                .isEqualTo(new Ending.NoneFree("the platform is stopping"));
        assertThat(node.run(spec).ending())
                .isEqualTo(new Ending.NoneFree("the platform is stopping"));
        node.sandboxes.made.get(1).answer("one");
        node.sandboxes.made.get(2).answer("two");
        assertThat(running.get().ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(other.get().ending()).isInstanceOf(Ending.Succeeded.class);
        closing.join();
        assertThat(node.sandboxes.closed.get()).isEqualTo(3);
        node = PoolNode.of(folder.resolve("next"));
    }

    private void fails(Trouble when) {
        node.sandboxes.machine =
                trouble -> {
                    if (trouble == when) {
                        throw new IllegalStateException("the machine fails at " + when);
                    }
                };
    }

    private static void assertThatItIsOurs(RunReport report) {
        assertThat(report.ending())
                .isInstanceOfSatisfying(
                        Ending.SandboxLost.class,
                        lost ->
                                assertThat(lost.exit())
                                        .isInstanceOf(SandboxExit.EndedByPlatform.class));
        assertThat(report.ending().billable()).isFalse();
    }
}

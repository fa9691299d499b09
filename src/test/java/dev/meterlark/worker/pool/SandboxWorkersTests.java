package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.pool.FakeSandboxes.FakeSandbox;
import dev.meterlark.worker.protocol.Readiness;
import dev.meterlark.worker.protocol.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

class SandboxWorkersTests {

    private final AccountId account = AccountId.random();
    private final FunctionId function = FunctionId.random();
    private final SandboxSpec spec = PoolNode.spec(account, function, 1);

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private PoolNode node;

    private PoolNode node(String... settings) throws IOException {
        node = PoolNode.of(folder, settings);
        return node;
    }

    @AfterEach
    void nothingIsLeft() {
        node.close();
        assertThat(node.sandboxes.closed.get()).isEqualTo(node.sandboxes.made.size());
    }

    @Test
    void theSandboxUsedLastIsUsedNext() throws Exception {
        node().sandboxes.handed = _ -> {};
        var first = node.runLater(spec);
        var second = node.runLater(spec);
        await().until(
                        () ->
                                node.sandboxes.made.stream()
                                                .filter(s -> !s.events.isEmpty())
                                                .count()
                                        == 2);
        FakeSandbox one = node.sandboxes.made.get(0);
        FakeSandbox other = node.sandboxes.made.get(1);
        other.answer("b");
        one.answer("a");
        CompletableFuture.allOf(first, second).get();
        node.sandboxes.handed = sandbox -> sandbox.answer("again");

        await().until(() -> node.pool.count(Member.State.IDLE) == 2);
        RunReport third = node.run(spec);

        assertThat(third.cold()).isFalse();
        assertThat(node.sandboxes.made).hasSize(2);
    }

    @Test
    void aSandboxThatIsNotDoneIsNotUsedAndIsWaitedForOnlyBriefly() throws Exception {
        node().sandboxes.handed = sandbox -> sandbox.answerAndLinger("answered");

        RunReport first = node.run(spec);
        assertThat(first.ending()).isInstanceOf(Ending.Succeeded.class);
        node.sandboxes.handed = sandbox -> sandbox.answer("other");
        RunReport second = node.run(spec);

        assertThat(second.cold()).isTrue();
        assertThat(second.sandboxId()).isNotEqualTo(first.sandboxId());
        node.sandboxes.made.getFirst().asking.complete(null);
        await().until(() -> node.pool.count(Member.State.IDLE) == 2);
    }

    @Test
    void aSandboxThatNeverAsksAgainIsEnded() throws Exception {
        node("longest-afterwork=50ms").sandboxes.handed = sandbox -> sandbox.answerAndLinger("x");

        node.run(spec);

        await().until(() -> node.sandboxes.made.getFirst().killedBecause != null);
    }

    @Test
    void anIdleSandboxIsFrozenAndThawedForItsNextCall() throws Exception {
        node("freeze-after=10ms");
        node.run(spec);
        FakeSandbox sandbox = node.sandboxes.made.getFirst();
        await().until(() -> sandbox.frozen);

        RunReport next = node.run(spec);

        assertThat(next.ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(next.sandboxId()).isEqualTo(sandbox.id());
    }

    @Test
    void anIdleSandboxEndsAfterAWhile() throws Exception {
        node("idle-for=50ms", "freeze-after=10ms");

        node.run(spec);

        await().until(() -> node.sandboxes.closed.get() == 1);
        assertThat(node.pool.count(Member.State.IDLE)).isZero();
    }

    @Test
    void aSandboxThatDiedWhileIdleCostsNoCallItsEvent() throws Exception {
        RunReport first = node().run(spec);
        node.sandboxes.made.getFirst().exit.complete(new SandboxExit.Exited(1));

        RunReport second = node.run(spec);

        assertThat(second.ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(second.sandboxId()).isNotEqualTo(first.sandboxId());
    }

    @Test
    void anAnswerSentJustBeforeTheEndCounts() throws Exception {
        node().sandboxes.handed =
                sandbox -> {
                    CompletableFuture<Reply> late = sandbox.reply;
                    sandbox.exit.complete(new SandboxExit.Exited(0));
                    late.complete(new Reply.Answered(new byte[] {'x'}, "text/plain"));
                };

        assertThat(node.run(spec).ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(node.run(spec).cold()).isTrue();
    }

    @Test
    void aCallOverItsTimeIsEndedAndItsSandboxToo() throws Exception {
        node().sandboxes.handed = _ -> {};
        var impatient = PoolNode.spec(account, function, 1, Duration.ofMillis(50));

        RunReport report = node.run(impatient);

        assertThat(report.ending()).isEqualTo(new Ending.TimedOut(Duration.ofMillis(50)));
        assertThat(node.sandboxes.made.getFirst().killedBecause).isNotNull();
        assertThat(node.sandboxes.made.getFirst().reply).isCancelled();
    }

    @Test
    void aCallInASandboxThatWasMadeAheadIsEndedLikeAnyOther() throws Exception {
        node().sandboxes.handed = _ -> {};
        var impatient = PoolNode.spec(account, function, 1, Duration.ofMillis(50));
        node.workers.keepWarm(impatient, 1);
        await().until(() -> node.pool.count(Member.State.IDLE) == 1);

        RunReport late = node.run(impatient);

        assertThat(late.cold()).isFalse();
        assertThat(late.ending()).isEqualTo(new Ending.TimedOut(Duration.ofMillis(50)));
        node.sandboxes.handed = sandbox -> sandbox.exit.complete(new SandboxExit.Exited(1));
        node.workers.keepWarm(impatient, 1);
        await().until(() -> node.pool.count(Member.State.IDLE) == 1);
        assertThat(node.run(impatient).ending())
                .isEqualTo(new Ending.SandboxLost(new SandboxExit.Exited(1)));
        node.workers.keepWarm(impatient, 0);
    }

    @Test
    void initThatTakesTooLongOrFailsIsTheFunctionsAndIsNotRetriedInThatCall() throws Exception {
        node("longest-init=50ms").sandboxes.begins = _ -> {};
        RunReport slow = node.run(spec);
        node.sandboxes.begins =
                sandbox -> sandbox.ready.complete(new Readiness.InitFailed("E", "m", new byte[0]));
        RunReport broken = node.run(spec);
        node.sandboxes.begins = sandbox -> sandbox.exit.complete(new SandboxExit.Exited(3));
        RunReport gone = node.run(spec);

        assertThat(slow.ending())
                .isInstanceOfSatisfying(
                        Ending.InitFailed.class,
                        failed -> assertThat(failed.type()).isEqualTo("Runtime.InitTimeout"));
        assertThat(slow.init()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(broken.ending()).isInstanceOf(Ending.InitFailed.class);
        assertThat(gone.ending()).isEqualTo(new Ending.SandboxLost(new SandboxExit.Exited(3)));
        assertThat(List.of(slow.run(), broken.run(), gone.run())).containsOnly(Duration.ZERO);
    }

    @Test
    void whatIsPrintedBelongsToTheCallThatTakesItAndIsBounded() throws Exception {
        node("log-bytes-per-call=10B").sandboxes.handed =
                sandbox -> {
                    sandbox.print("event-%d".formatted(sandbox.events.size()));
                    sandbox.answer("x");
                    sandbox.print(", and afterwards");
                };

        RunReport first = node.run(spec);

        assertThat(new String(first.log(), StandardCharsets.UTF_8)).isEqualTo("event-1, a");
        assertThat(first.truncatedLogBytes()).isEqualTo("nd afterwards".length());
    }

    @Test
    void cpuTimeIsToldOnce() throws Exception {
        List<Long> told = new ArrayList<>();
        node();
        for (int i = 0; i < 3; i++) {
            told.add(node.run(spec).cpuMicros());
        }

        assertThat(told).containsExactly(1000L, 1000L, 1000L);
    }

    @Test
    void anIdleSandboxMakesRoomForAnotherFunction() throws Exception {
        node("max-sandboxes=1").run(spec);

        RunReport other = node.run(PoolNode.spec(account, FunctionId.random(), 1));

        assertThat(other.ending()).isInstanceOf(Ending.Succeeded.class);
        assertThat(node.sandboxes.made.getFirst().killedBecause).isNotNull();
    }

    @Test
    void aFullNodeSaysSoAfterTheLongestWait() throws Exception {
        node("memory=128MB", "longest-wait=50ms").sandboxes.handed = _ -> {};
        var busy = node.runLater(spec);
        await().until(() -> !node.sandboxes.made.isEmpty());

        RunReport refused = node.run(PoolNode.spec(account, FunctionId.random(), 1));

        assertThat(refused.ending()).isInstanceOf(Ending.NoneFree.class);
        assertThat(refused.ending().billable()).isFalse();
        await().until(() -> !node.sandboxes.made.getFirst().events.isEmpty());
        node.sandboxes.made.getFirst().answer("x");
        busy.get();
    }

    @Test
    void aWaitingCallGetsTheSandboxThatBecomesFree() throws Exception {
        node("max-sandboxes=1").sandboxes.handed = _ -> {};
        var first = node.runLater(spec);
        await().until(() -> node.isHanded(0, 1));
        var second = node.runLater(spec);
        await().until(() -> node.pool.waiting() == 1);

        node.sandboxes.made.getFirst().answer("one");
        await().until(() -> node.isHanded(0, 2));
        node.sandboxes.made.getFirst().answer("two");

        assertThat(first.get().sandboxId()).isEqualTo(second.get().sandboxId());
    }

    @Test
    void accountsTakeTurnsWhenTheNodeIsFull() throws Exception {
        node("max-sandboxes=1").sandboxes.handed = _ -> {};
        var running = node.runLater(spec);
        await().until(() -> node.isHanded(0, 1));
        List<CompletableFuture<RunReport>> flood = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            flood.add(node.runLater(spec));
        }
        await().until(() -> node.pool.waiting() == 50);
        var neighbour = node.runLater(PoolNode.spec(AccountId.random(), FunctionId.random(), 1));
        await().until(() -> node.pool.waiting() == 51);
        var before = new AtomicInteger();
        node.sandboxes.handed =
                sandbox -> {
                    if (!sandbox.spec.account().equals(account)) {
                        before.set(node.sandboxes.made.getFirst().events.size());
                    }
                    sandbox.answer("x");
                };

        node.sandboxes.made.getFirst().answer("go");
        neighbour.get();

        assertThat(before.get()).isBetween(1, 2);
        running.get();
        CompletableFuture.allOf(flood.toArray(CompletableFuture[]::new)).get();
    }

    @Test
    void aRetiredSandboxEndsAtOnceWhenIdleAndAfterItsCallWhenBusy() throws Exception {
        node();
        RunReport idle = node.run(PoolNode.spec(account, FunctionId.random(), 1));
        node.sandboxes.handed = _ -> {};
        var busy = node.runLater(spec);
        await().until(() -> node.isHanded(1, 1));

        node.workers.retire(function, "$LATEST", 2);

        FakeSandbox sandbox = node.sandboxes.made.get(1);
        assertThat(sandbox.killedBecause).isNull();
        sandbox.answer("last");
        assertThat(busy.get().ending()).isInstanceOf(Ending.Succeeded.class);
        await().until(() -> sandbox.killedBecause != null);
        assertThat(node.sandboxes.made.getFirst().killedBecause).isNull();
        assertThat(idle.cold()).isTrue();
    }

    @Test
    void whatCannotBeStartedIsToldAndLeavesRoomForOthers() throws Exception {
        node("max-sandboxes=1").sandboxes.refusal = "no more users";

        RunReport refused = node.run(spec);
        node.sandboxes.refusal = null;

        assertThat(refused.ending()).isEqualTo(new Ending.NotStarted("no more users"));
        assertThat(node.run(spec).ending()).isInstanceOf(Ending.Succeeded.class);
    }
}

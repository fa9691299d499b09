package dev.meterlark.worker.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunReport;
import dev.meterlark.worker.RunRequest;
import dev.meterlark.worker.SandboxExit;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.pool.FakeSandboxes.FakeSandbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A sandbox that takes two calls at once. */
class SeveralCallsTests {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Kind kind = new Kind(AccountId.random(), FunctionId.random(), "$LATEST", 1);

    @TempDir Path folder;

    private PoolNode node;

    @BeforeEach
    void start() throws IOException {
        node = PoolNode.of(folder, "longest-afterwork=50ms", "freeze-after=20ms");
        node.sandboxes.handed = _ -> {};
    }

    @AfterEach
    void nothingIsLeft() {
        node.close();
        assertThat(node.sandboxes.closed.get()).isEqualTo(node.sandboxes.made.size());
    }

    @Test
    void callsShareASandboxUntilItIsFull() throws Exception {
        var first = begin(1, LONG);
        var second = begin(2, LONG);
        FakeSandbox sandbox = node.sandboxes.made.getFirst();
        assertThat(sandbox.atOnce).isEqualTo(2);
        assertThat(node.sandboxes.made).hasSize(1);

        var third = run(spec(LONG), PoolNode.request());
        await().until(() -> node.isHanded(1, 1));

        sandbox.answer(first.request, "a");
        sandbox.answer(second.request, "b");
        node.sandboxes.made.get(1).answer("c");
        assertThat(payload(first.report.get())).isEqualTo("a");
        assertThat(payload(second.report.get())).isEqualTo("b");
        assertThat(payload(third.report.get())).isEqualTo("c");
    }

    @Test
    void theSlotOfACallThatEndedIsGivenToTheNextOne() throws Exception {
        var first = begin(1, LONG);
        var second = begin(2, LONG);
        FakeSandbox sandbox = node.sandboxes.made.getFirst();
        sandbox.answer(first.request, "a");
        first.report.get();

        var third = begin(3, LONG);

        assertThat(node.sandboxes.made).hasSize(1);
        sandbox.answer(second.request, "b");
        sandbox.answer(third.request, "c");
        assertThat(second.report.get().sandboxId()).isEqualTo(third.report.get().sandboxId());
        await().until(() -> sandbox.frozen);
    }

    @Test
    void aCallOverItsTimeEndsAloneAndItsSandboxWithTheLast() throws Exception {
        var other = begin(1, LONG);
        var slow = begin(2, Duration.ofMillis(50));
        FakeSandbox sandbox = node.sandboxes.made.getFirst();

        assertThat(slow.report.get().ending())
                .isEqualTo(new Ending.TimedOut(Duration.ofMillis(50)));
        assertThat(sandbox.exchange(slow.request).reply()).isCancelled();
        assertThat(sandbox.killedBecause).isNull();
        var next = run(spec(LONG), PoolNode.request());
        await().until(() -> node.isHanded(1, 1));
        node.sandboxes.made.get(1).answer("elsewhere");
        next.report.get();

        sandbox.answer(other.request, "b");

        assertThat(payload(other.report.get())).isEqualTo("b");
        await().until(() -> sandbox.killedBecause != null);
    }

    @Test
    void aCallThatIsGivenUpEndsAlone() throws Exception {
        var first = begin(1, LONG);
        var second = begin(2, LONG);
        FakeSandbox sandbox = node.sandboxes.made.getFirst();

        first.report.cancel(false);

        assertThat(sandbox.killedBecause).isNull();
        sandbox.answer(second.request, "b");
        assertThat(payload(second.report.get())).isEqualTo("b");
        await().until(() -> sandbox.killedBecause != null);
    }

    @Test
    void whenTheSandboxEndsEachOfItsCallsIsLostWithTheSameReason() throws Exception {
        var first = begin(1, LONG);
        var second = begin(2, LONG);
        var exit = new SandboxExit.OutOfMemory(128);

        node.sandboxes.made.getFirst().exit.complete(exit);

        assertThat(first.report.get().ending()).isEqualTo(new Ending.SandboxLost(exit));
        assertThat(second.report.get().ending()).isEqualTo(new Ending.SandboxLost(exit));
    }

    @Test
    void aSandboxThatIsNotDoneWithOneCallEndsAfterTheOthers() throws Exception {
        var first = begin(1, LONG);
        var second = begin(2, LONG);
        FakeSandbox sandbox = node.sandboxes.made.getFirst();
        sandbox.answerAndLinger(first.request, "a");
        first.report.get();
        await().until(
                        () -> {
                            var other = run(spec(LONG), PoolNode.request());
                            await().until(() -> node.sandboxes.made.size() > 1);
                            node.sandboxes.made.getLast().answer("x");
                            return !sandbox.id().equals(other.report.get().sandboxId());
                        });
        assertThat(sandbox.killedBecause).isNull();

        sandbox.answer(second.request, "b");

        assertThat(payload(second.report.get())).isEqualTo("b");
        await().until(() -> sandbox.killedBecause != null);
    }

    @Test
    void logsAreKeptApartAndCpuTimeIsToldOnce() throws Exception {
        var first = begin(1, LONG);
        var second = begin(2, LONG);
        FakeSandbox sandbox = node.sandboxes.made.getFirst();
        sandbox.print("loaded\n" + frame(first, "from one\n") + frame(second, "from two\n"));

        sandbox.answer(second.request, "b");
        RunReport two = second.report.get();
        sandbox.answer(first.request, "a");
        RunReport one = first.report.get();

        assertThat(log(two)).isEqualTo("loaded\nfrom two\n");
        assertThat(log(one)).isEqualTo("from one\n");
        assertThat(one.cpuMicros() + two.cpuMicros()).isEqualTo(2000);
    }

    private record Begun(RunRequest request, CompletableFuture<RunReport> report) {}

    private Begun begin(int nth, Duration timeout) {
        Begun begun = run(spec(timeout), PoolNode.request());
        await().until(() -> node.isHanded(0, nth));
        return begun;
    }

    private Begun run(SandboxSpec spec, RunRequest request) {
        return new Begun(request, node.runLater(spec, request));
    }

    private SandboxSpec spec(Duration timeout) {
        return PoolNode.spec(kind, 128, timeout, 2);
    }

    private static String frame(Begun call, String text) {
        return "\u001e%s %d\n%s".formatted(call.request.id(), text.length(), text);
    }

    private static String payload(RunReport report) {
        assertThat(report.ending()).isInstanceOf(Ending.Succeeded.class);
        return new String(((Ending.Succeeded) report.ending()).payload(), StandardCharsets.UTF_8);
    }

    private static String log(RunReport report) {
        return new String(report.log(), StandardCharsets.UTF_8);
    }
}

package dev.meterlark.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.InvocationId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** One account does its worst, all of it at once; another's calls go on. */
@ExtendWith(RealNode.class)
class RealBombsTests {

    private static final String BOMBS =
            """
            import os

            def fork_bomb(event, context):
                while True:
                    os.fork()

            def memory_bomb(event, context):
                hoard = []
                while True:
                    hoard.append(b"x" * (4 << 20))

            def disk_fill(event, context):
                for n in range(1000):
                    with open(f"/tmp/{n}", "wb") as f:
                        f.write(b"x" * (4 << 20))

            def log_flood(event, context):
                while True:
                    print("x" * 1000)
            """;

    private static final String NEIGHBOUR =
            "exports.handler = async event => ({ answer: event.n * 2 });";

    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    /** For what ends by itself, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int ROUNDS = 2;
    private static final int LEAST_CALLS = 100;

    private final RealNode.Node node;

    RealBombsTests(RealNode.Node node) {
        this.node = node;
    }

    @Test
    void bombsEndInFunctionErrorsWhileTheNeighboursCallsAllSucceed() throws Exception {
        List<CompletableFuture<RunReport>> ends = new ArrayList<>();
        Map<String, List<CompletableFuture<RunReport>>> bombs =
                Map.of(
                        "fork_bomb", rounds("fork_bomb", 512, PATIENCE),
                        "memory_bomb", rounds("memory_bomb", 128, PATIENCE),
                        "disk_fill", rounds("disk_fill", 256, PATIENCE),
                        "log_flood", rounds("log_flood", 128, TIMEOUT));
        bombs.values().forEach(ends::addAll);
        var over = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));

        assertThat(neighbourCallsUntil(over)).isGreaterThanOrEqualTo(LEAST_CALLS);

        over.get();
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(failed(bombs, "fork_bomb", round).type()).isEqualTo("BlockingIOError");
            assertThat(ending(bombs, "memory_bomb", round).errorCode())
                    .isEqualTo(ErrorCode.FUNCTION_OUT_OF_MEMORY);
            assertThat(failed(bombs, "disk_fill", round).message())
                    .contains("No space left on device");
            RunReport flood = report(bombs, "log_flood", round);
            assertThat(flood.ending()).isEqualTo(new Ending.TimedOut(TIMEOUT));
            assertThat(flood.log()).isNotEmpty();
            assertThat(flood.truncatedLogBytes()).isPositive();
        }
        assertThat(ends).allMatch(each -> each.join().ending().billable());
    }

    private List<CompletableFuture<RunReport>> rounds(
            String bomb, int memoryMiB, Duration timeout) {
        var program =
                new RealNode.Program(
                        "python", node.keep("bombs.py", BOMBS), "bombs." + bomb, memoryMiB);
        SandboxSpec spec = node.spec(RealNode.Version.ofSomebody(), program, timeout);
        List<CompletableFuture<RunReport>> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            rounds.add(node.workers().run(spec, request("{}"), AnswerStream.NONE));
        }
        return rounds;
    }

    private int neighbourCallsUntil(CompletableFuture<Void> over) {
        var program =
                new RealNode.Program(
                        "nodejs", node.keep("index.js", NEIGHBOUR), "index.handler", 128);
        SandboxSpec spec =
                node.spec(RealNode.Version.ofSomebody(), program, Duration.ofSeconds(10));
        int calls = 0;
        while (!over.isDone() || calls < LEAST_CALLS) {
            calls++;
            Ending ending =
                    node.workers()
                            .run(spec, request("{\"n\":%d}".formatted(calls)), AnswerStream.NONE)
                            .join()
                            .ending();
            assertThat(ending).isInstanceOf(Ending.Succeeded.class);
            assertThat(((Ending.Succeeded) ending).payload())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{\"answer\":%d}".formatted(2 * calls));
        }
        return calls;
    }

    private static Ending.FunctionFailed failed(
            Map<String, List<CompletableFuture<RunReport>>> bombs, String bomb, int round)
            throws Exception {
        Ending ending = ending(bombs, bomb, round);
        assertThat(ending).isInstanceOf(Ending.FunctionFailed.class);
        return (Ending.FunctionFailed) ending;
    }

    private static Ending ending(
            Map<String, List<CompletableFuture<RunReport>>> bombs, String bomb, int round)
            throws Exception {
        return report(bombs, bomb, round).ending();
    }

    private static RunReport report(
            Map<String, List<CompletableFuture<RunReport>>> bombs, String bomb, int round)
            throws ExecutionException, InterruptedException {
        return bombs.getOrDefault(bomb, List.of()).get(round).get();
    }

    private static RunRequest request(String event) {
        return new RunRequest(
                InvocationId.at(Instant.parse("2026-11-23T12:00:00Z")),
                event.getBytes(StandardCharsets.UTF_8),
                "application/json",
                "Root=1-69245100-000000000000000000000001;Sampled=0",
                null);
    }
}

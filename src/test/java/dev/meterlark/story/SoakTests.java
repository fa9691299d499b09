package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.records.Checker;
import dev.meterlark.records.History;
import dev.meterlark.records.Ledgers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything at once for a while: each call ends as its function deserves, a neighbour is always
 * answered, and nothing stays behind. {@code bin/bench soak} does it for as long as one likes.
 */
@Tag("slow")
class SoakTests {

    private static final Duration LOAD = Duration.ofSeconds(12);

    /** Connections and files that are kept open for the next one are no leak. */
    private static final int SPARE_DESCRIPTORS = 24;

    /**
     * @param code of the problem that is right for it; empty for an answer
     */
    private record Kind(
            String name, String runtime, String handler, String source, int status, String code) {

        static Kind python(String name, String body, int status, String code) {
            String source = "import os, time\ndef handler(event, context):\n  " + body;
            return new Kind(name, "python", "app.handler", source, status, code);
        }
    }

    private static final List<Kind> KINDS =
            List.of(
                    new Kind(
                            "node",
                            "nodejs",
                            "index.handler",
                            "exports.handler = async e => e;",
                            200,
                            ""),
                    Kind.python("python", "return event", 200, ""),
                    Kind.python("forks", "os.waitpid(os.fork() or os._exit(0), 0)", 200, ""),
                    Kind.python("raises", "raise KeyError('x')", 502, "function.error"),
                    Kind.python("exits", "os._exit(3)", 502, "function.exit"),
                    Kind.python("sleeps", "time.sleep(60)", 504, "function.timeout"),
                    Kind.python("spins", "while True: pass", 504, "function.timeout"),
                    Kind.python(
                            "eats",
                            "[bytearray(1 << 20) for _ in range(4096)]",
                            502,
                            "function.out-of-memory"));

    private final Set<String> unexpected = new ConcurrentSkipListSet<>();
    private final AtomicInteger calls = new AtomicInteger();

    @TempDir Path folder;

    @Test
    void whateverItsNeighboursDoEachCallEndsAsItShouldAndNothingStays() throws Exception {
        Path data = folder.resolve("data");
        try (var platform =
                PlatformProcess.start(data, PlatformProcess.UNPREPARED.toArray(String[]::new))) {
            Api canary = Api.signUp(platform, "canary");
            Kind echo = KINDS.getFirst();
            deploy(canary, echo);
            call(canary, echo);
            Belongings before = Belongings.of(platform, data);
            Api noisy = Api.signUp(platform, "noisy");
            KINDS.forEach(kind -> deploy(noisy, kind));

            load(canary, noisy);

            assertThat(unexpected).isEmpty();
            assertThat(calls.get()).isGreaterThan(10 * KINDS.size());
            KINDS.forEach(kind -> noisy.delete("/functions/" + kind.name()));
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> nothingStays(before, Belongings.of(platform, data)));
        }
        Checker.always(Ledgers.embedded(data), new History());
    }

    private static void nothingStays(Belongings before, Belongings after) {
        assertThat(after.groups()).isLessThanOrEqualTo(before.groups());
        assertThat(after.mounts()).isLessThanOrEqualTo(before.mounts());
        assertThat(after.descriptors()).isLessThan(before.descriptors() + SPARE_DESCRIPTORS);
    }

    private static void deploy(Api api, Kind kind) {
        int timeout = kind.code().equals("function.timeout") ? 1 : 20;
        api.deploy(kind.name(), kind.runtime(), kind.handler(), 128, timeout, kind.source());
    }

    private void load(Api canary, Api noisy) throws Exception {
        long end = System.nanoTime() + LOAD.toNanos();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (Kind kind : KINDS) {
                all.add(callers.submit(() -> until(end, () -> call(noisy, kind))));
            }
            all.add(callers.submit(() -> until(end, () -> call(canary, KINDS.getFirst()))));
            all.add(callers.submit(() -> until(end, () -> redeploy(noisy))));
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private static void until(long end, Runnable step) {
        while (System.nanoTime() < end) {
            step.run();
        }
    }

    private void call(Api api, Kind kind) {
        Api.Answer answer = api.invoke(kind.name(), "{\"n\": 1}");
        calls.incrementAndGet();
        boolean right =
                answer.status() == kind.status()
                        && (kind.code().isEmpty() || kind.code().equals(answer.code()));
        if (!right) {
            unexpected.add("%s: %d %s".formatted(kind.name(), answer.status(), answer.body()));
        }
    }

    /** Between two calls of each, a version of its own. */
    private void redeploy(Api noisy) {
        for (Kind kind : KINDS) {
            String environment = "{\"environment\": {\"ROUND\": \"%d\"}}".formatted(calls.get());
            Api.Answer answer = noisy.patch("/functions/" + kind.name(), environment);
            if (answer.status() != 200) {
                unexpected.add("change: %d %s".formatted(answer.status(), answer.body()));
            }
            call(noisy, kind);
        }
    }
}

package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.SharedPostgres;
import dev.meterlark.story.Api;
import dev.meterlark.story.PlatformProcess;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two nodes work on one PostgreSQL under load. One is killed and comes back; the other is stopped
 * for longer than its leases last, and goes on as if nothing had been. Every call that was accepted
 * comes to one end, and a result is its own.
 */
@Tag("slow")
class TwoNodesTests {

    private static final int CLIENTS = 8;
    private static final int CALLS_BETWEEN = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Longer than the function's timeout and the lease's grace together. */
    private static final Duration STOPPED = Duration.ofSeconds(6);

    private static final String KEY = "c2l4dGVlbiBwbHVzIHNpeHRlZW4gYnl0ZXMgYSBrZXk=";

    private static final String WORK =
            """
            exports.handler = async event => {
              await new Promise(done => setTimeout(done, event.ms));
              if (event.fails) throw new Error('as it was told');
              return { n: event.n };
            };
            """;

    private final History history = new History();
    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final String url = SharedPostgres.newDatabase();
    private volatile List<Api> doors = List.of();
    private volatile boolean over;

    @TempDir Path folder;

    @Test
    void oneKilledAndOneStoppedLoseNothingAndEndNothingTwice() throws Exception {
        PlatformProcess first = start("first");
        String token = Api.signUp(first, "two-nodes").token();
        Api.with(first, token).deploy("work", "nodejs", "index.handler", 128, 2, WORK);
        try (PlatformProcess second = start("second");
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            doors = List.of(Api.with(first, token), Api.with(second, token));
            List<Future<?>> calling = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                calling.add(clients.submit(() -> callUntilItIsOver(client)));
            }
            accepted(CALLS_BETWEEN);
            first.killHard();
            accepted(CALLS_BETWEEN);
            try (PlatformProcess again = start("first")) {
                doors = List.of(Api.with(again, token), Api.with(second, token));
                accepted(CALLS_BETWEEN);
                stopForLongerThanALease(second);
                accepted(CALLS_BETWEEN);
                over = true;
                for (Future<?> each : calling) {
                    each.get(1, TimeUnit.MINUTES);
                }
                allEnd(Api.with(again, token));
                await().atMost(PATIENCE).untilAsserted(() -> Checker.atRest(ledgers(), history));
            }
        }
        Ledgers ledgers = ledgers();
        Checker.atRest(ledgers, history);
        assertThat(ledgers.rows("select sum(calls) as calls from async_accepted"))
                .as("whoever asked again under a deduplication key has one call")
                .containsExactly("calls=" + numbers.size());
    }

    private Ledgers ledgers() {
        return Installation.ledgersOf(url, folder.resolve("first/blobs"));
    }

    private void accepted(int more) {
        int before = history.accepted().size();
        await().atMost(PATIENCE).until(() -> history.accepted().size() >= before + more);
    }

    private static void stopForLongerThanALease(PlatformProcess platform) throws Exception {
        signal(platform, "STOP");
        try {
            long until = System.nanoTime() + STOPPED.toNanos();
            await().atMost(STOPPED.plusSeconds(5)).until(() -> System.nanoTime() > until);
        } finally {
            signal(platform, "CONT");
        }
    }

    private static void signal(PlatformProcess platform, String name) throws Exception {
        String pid = Long.toString(platform.handle().pid());
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    /** Each event says what is to come of it; a tenth fails, a tenth waits for its turn. */
    private void callUntilItIsOver(int client) {
        while (!over) {
            int n = count.incrementAndGet();
            String event =
                    "{\"n\": %d, \"ms\": %d, \"fails\": %s}".formatted(n, n % 7 * 30, n % 10 == 3);
            List<String> headers = new ArrayList<>(List.of("Meterlark-Deduplication-Key", "n" + n));
            if (n % 10 == 5) {
                headers.addAll(List.of("Meterlark-Ordering-Key", "turn-" + client % 2));
            }
            String id = send(client, n, event, headers.toArray(String[]::new));
            await().atMost(PATIENCE).until(() -> over || isOver(client, id));
        }
    }

    /** Whoever has no answer asks again under the same key, at whichever node is there. */
    private String send(int client, int n, String event, String[] headers) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int tries = client; System.nanoTime() < deadline; tries++) {
            try {
                Api door = doors.get(tries % 2);
                Api.Answer answer = door.invokeLater("work", event, headers);
                if (answer.status() == 202) {
                    String id = answer.json().path("id").asString();
                    noted(n, id);
                    return id;
                }
                assertThat(answer.status()).as(answer.body()).isGreaterThanOrEqualTo(429);
            } catch (IllegalStateException gone) {
                history.unknown();
            }
        }
        throw new AssertionError("call %d was never accepted".formatted(n));
    }

    private void noted(int n, String id) {
        history.accepted(id);
        assertThat(numbers.put(id, n)).as("another event has the id " + id).isNull();
        assertThat(keys.add("n" + n)).isTrue();
    }

    private void allEnd(Api api) {
        await().atMost(PATIENCE)
                .until(() -> numbers.keySet().stream().allMatch(id -> ended(api, id)));
        numbers.forEach((id, n) -> assertEndedAsTold(api, id, n));
    }

    /** Or cannot be asked now. */
    private boolean isOver(int client, String id) {
        try {
            return ended(doors.get(client % 2), id);
        } catch (IllegalStateException gone) {
            return false;
        }
    }

    private static boolean ended(Api api, String id) {
        String status = api.get("/invocations/" + id).json().path("status").asString();
        return !status.equals("queued") && !status.equals("running");
    }

    private static void assertEndedAsTold(Api api, String id, int n) {
        JsonNode call = api.get("/invocations/" + id).json();
        boolean fails = n % 10 == 3;
        assertThat(call.path("status").asString())
                .as(call.toString())
                .isEqualTo(fails ? "failed" : "succeeded");
        if (!fails) {
            assertThat(api.get("/invocations/" + id + "/result").body())
                    .isEqualTo("{\"n\":%d}".formatted(n));
        }
    }

    /** Each has its own journal; packages and the master key are the same. */
    private PlatformProcess start(String name) throws IOException {
        Path data = folder.resolve(name);
        if (name.equals("second")) {
            Files.createDirectories(data);
            Files.createSymbolicLink(data.resolve("blobs"), folder.resolve("first/blobs"));
        }
        PlatformProcess platform =
                new Installation(data, url)
                        .launch(
                                List.of(),
                                "--meterlark.vault.key=" + KEY,
                                "--meterlark.invocation.resync-every=1s",
                                "--meterlark.invocation.queue.run.lease-grace=2s",
                                "--meterlark.invocation.queue.run.poll-every=200ms",
                                "--meterlark.invocation.queue.retry.function=200ms",
                                "--meterlark.invocation.queue.retry.platform=100ms");
        assertThat(platform.becomesWell()).as(platform.output()).isTrue();
        return platform;
    }
}

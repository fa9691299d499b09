package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.records.Checker;
import dev.meterlark.records.History;
import dev.meterlark.records.Ledgers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The guide to versions, as it is written; and an alias that moves while it is called. */
@Tag("slow")
class VersionsStoryTests {

    private static final int CALLERS = 6;
    private static final int MOVES = 100;
    private static final int LAST_VERSION = 5;
    private static final History HISTORY = new History();

    @TempDir static Path folder;
    private static PlatformProcess platform;
    private static String key;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        platform =
                PlatformProcess.start(
                        folder.resolve("data"),
                        "--meterlark.release.look-every=200ms",
                        "--meterlark.sandbox.aot.enabled=false");
        key = FirstAccount.signUp(platform);
    }

    @AfterAll
    static void stop() {
        platform.close();
        Checker.always(Ledgers.embedded(folder.resolve("data")), HISTORY);
    }

    @Test
    void theGuideRunsAsItIsWritten() throws Exception {
        Path home = Files.createDirectory(folder.resolve("guide"));

        String output =
                Guide.of("versions.md").run(home, platform, Map.of("METERLARK_API_KEY", key));

        assertThat(output)
                .contains("Published version 1 of hello.", "Published version 2 of hello.")
                .contains("{\"hello\":\"Ada\",\"by\":\"one\"}")
                .contains("live of hello points at 1, 2 (0.1).")
                .contains("rolled back")
                .contains("{\"by\":\"one\"}")
                .contains("from version 1 to 2: succeeded, all steps done")
                .contains("live of hello points at 2.");
    }

    /** Sandboxes are real, versions that were left are deleted, and some calls take a while. */
    @Test
    void whileAnAliasMovesNoCallFailsAndThoseThatHaveBegunEndWhereTheyBegan() throws Exception {
        Api api = Api.with(platform, key);
        api.deploy("moving", "nodejs", "index.handler", source(1));
        published(api);
        changed(api, 2);
        published(api);
        pointed(api, 1);
        AtomicBoolean moving = new AtomicBoolean(true);
        AtomicInteger calls = new AtomicInteger();
        List<Future<?>> callers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < CALLERS; caller++) {
                String event = caller == 0 ? "{\"slowly\": 300}" : "{\"slowly\": 0}";
                callers.add(
                        threads.submit(
                                () -> {
                                    while (moving.get()) {
                                        call(Api.with(platform, key), event);
                                        calls.incrementAndGet();
                                    }
                                }));
            }
            move(api, calls);
            moving.set(false);
            for (Future<?> caller : callers) {
                caller.get();
            }
        }

        assertThat(HISTORY.refusedByAlias()).as("of %d calls", calls.get()).isEmpty();
        assertThat(calls.get()).isGreaterThanOrEqualTo(MOVES);
    }

    /** Each move while calls are under way: the next is not before another call has ended. */
    private static void move(Api api, AtomicInteger calls) {
        for (int move = 0; move < MOVES; move++) {
            int before = calls.get();
            pointed(api, 1 + move % 2);
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> calls.get() > before);
        }
        pointed(api, 2);
        deleted(api, 1);
        for (int version = 3; version <= LAST_VERSION; version++) {
            changed(api, version);
            published(api);
            pointed(api, version);
            deleted(api, version - 1);
        }
    }

    private static void call(Api api, String event) {
        Api.Answer answer = api.post("/functions/moving/invocations?qualifier=live", event);
        if (answer.status() != 200 || !answer.body().matches("\"[0-9]+\"")) {
            HISTORY.refusedByAlias(answer.status() + " " + answer.body());
        }
    }

    private static String source(int version) {
        return "exports.handler = async e => { await new Promise(r => setTimeout(r, e.slowly));"
                + " return '%d'; };".formatted(version);
    }

    private static void changed(Api api, int version) {
        answered(
                api.put(
                        "/functions/moving/code",
                        source(version).getBytes(StandardCharsets.UTF_8),
                        "text/javascript"),
                200);
    }

    private static void published(Api api) {
        answered(api.post("/functions/moving/versions", "{}"), 201);
    }

    private static void pointed(Api api, int version) {
        byte[] body = "{\"version\": \"%d\"}".formatted(version).getBytes(StandardCharsets.UTF_8);
        Api.Answer moved = api.put("/functions/moving/aliases/live", body, "application/json");
        assertThat(moved.status()).as(moved.body()).isIn(200, 201);
    }

    private static void deleted(Api api, int version) {
        answered(api.delete("/functions/moving/versions/" + version), 204);
    }

    private static void answered(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    }
}

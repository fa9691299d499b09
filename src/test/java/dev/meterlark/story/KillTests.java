package dev.meterlark.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.records.Checker;
import dev.meterlark.records.History;
import dev.meterlark.records.Ledgers;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Whoever was answered is in the ledger, once, at the price they were told; kill -9 or not. */
@Tag("slow")
class KillTests {

    private static final int KILLS = 2;
    private static final int CALLERS = 8;

    private final History history = new History();
    private final Random random = new Random(20261123);

    @TempDir Path folder;

    @Test
    void aKilledPlatformLosesNoRecordAndDoublesNone() throws Exception {
        Path data = folder.resolve("data");
        String token = null;
        for (int kill = 0; kill < KILLS; kill++) {
            try (var platform = start(data)) {
                Api api = token == null ? newAccount(platform) : Api.with(platform, token);
                token = api.token();
                killUnderLoad(platform, api);
            }
        }

        assertThat(history.answered()).hasSizeGreaterThan(KILLS * CALLERS);
        try (var platform = start(data)) {
            Api api = Api.with(platform, String.valueOf(token));
            compare(api);
            assertThat(api.invoke("echo", "{\"still\":1}").status()).isEqualTo(200);
        }
        Checker.atRest(Ledgers.embedded(data), history);
    }

    private static PlatformProcess start(Path data) throws IOException {
        return PlatformProcess.start(data, "--meterlark.sandbox.aot.enabled=false");
    }

    private static Api newAccount(PlatformProcess platform) {
        Api api = Api.signUp(platform, "killed");
        api.deploy("echo", "nodejs", "index.handler", "exports.handler = async e => e;");
        return api;
    }

    private void killUnderLoad(PlatformProcess platform, Api api) throws Exception {
        int before = history.answered().size();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calling = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calling.add(callers.submit(() -> callUntilItIsGone(platform, api)));
            }
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> history.answered().size() > before + 2 * CALLERS);
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1500)).toNanos());
            platform.killHard();
            for (Future<?> each : calling) {
                each.get();
            }
        }
    }

    private void callUntilItIsGone(PlatformProcess platform, Api api) {
        while (platform.handle().isAlive()) {
            Api.Answer answer;
            try {
                answer = api.invoke("echo", "{\"n\":1}");
            } catch (IllegalStateException gone) {
                return;
            }
            if (answer.status() == 200) {
                history.answered(
                        answer.header("Meterlark-Invocation-Id"),
                        new BigDecimal(answer.header("Meterlark-Price").split(" ")[0]));
            }
        }
    }

    private void compare(Api api) {
        Map<String, BigDecimal> answered = history.answered();
        Map<String, BigDecimal> kept =
                await().atMost(Duration.ofMinutes(1))
                        .until(
                                () -> listed(api),
                                all -> all.keySet().containsAll(answered.keySet()));
        answered.forEach((id, price) -> assertThat(kept.get(id)).isEqualByComparingTo(price));
        JsonNode usage =
                await().atMost(Duration.ofMinutes(1))
                        .until(
                                () -> api.get("/usage?groupBy=function").json().path("total"),
                                total -> total.path("calls").asInt() >= kept.size());
        BigDecimal sum = kept.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(usage.path("calls").asInt()).isEqualTo(kept.size());
        assertThat(new BigDecimal(usage.path("price").asString())).isEqualByComparingTo(sum);
    }

    /** Price by call; a call that was there twice would be told. */
    private static Map<String, BigDecimal> listed(Api api) {
        Map<String, BigDecimal> all = new HashMap<>();
        String cursor = "";
        do {
            Api.Answer answer = api.get("/functions/echo/invocations?limit=100" + cursor);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            JsonNode page = answer.json();
            for (JsonNode call : page.path("items")) {
                BigDecimal price = new BigDecimal(call.at("/price/amount").asString());
                assertThat(all.put(call.path("id").asString(), price)).isNull();
            }
            String next = page.path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        return all;
    }
}

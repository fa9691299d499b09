package dev.meterlark.records;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.worker.Ending;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

import javax.sql.DataSource;

/**
 * Random operations against the whole application over HTTP, each compared with what the model
 * says. A new seed in each run, told when it fails; those that ever failed are kept. {@code
 * -Dmeterlark.model.seed=…} runs one alone.
 */
@MeterlarkTest
@TestPropertySource(properties = "meterlark.invocation.queue.run.poll-every=100ms")
@SuppressWarnings("NullAway.Init")
class ModelTests {

    private static final long[] KEPT = {1, 20261125};
    private static final int STEPS = 150;
    private static final int CODES = 3;
    private static final String ROLE =
            "{\"permissions\": [\"functions:invoke\"], \"functions\": [\"*\"]}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @Autowired DataSource database;

    @Value("${meterlark.data}")
    Path data;

    private final ReferenceModel model = new ReferenceModel();
    private final History history = new History();
    private final Map<Integer, String> digests = new TreeMap<>();
    private final List<String> done = new ArrayList<>();
    private Random random;
    private Asked asked;
    private String token;

    static LongStream seeds() {
        Long one = Long.getLong("meterlark.model.seed");
        return one != null
                ? LongStream.of(one)
                : LongStream.concat(LongStream.of(KEPT), LongStream.of(System.nanoTime()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverIsDoneTheProductAnswersAsTheModel(long seed) {
        random = new Random(seed);
        asked = new Asked(port);
        token = tenants.newOwner().token();
        workers.behave(
                "index.handler",
                (spec, _) ->
                        new Ending.Succeeded(
                                told(spec.memoryMiB(), spec.code().hex()), "application/json"));
        try {
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            compareLists();
            model.waiting().forEach(this::cancel);
            compareLater();
            var ledgers = new Ledgers(database, data.resolve("blobs"));
            await().atMost(PATIENCE).untilAsserted(() -> Checker.atRest(ledgers, history));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed %d, after%n%s".formatted(seed, String.join("\n", done)), e);
        }
    }

    private void step() {
        String name = "f" + random.nextInt(3);
        String path = "/functions/" + name;
        int number = 1 + random.nextInt(5);
        String alias = random.nextBoolean() ? "live" : "next";
        switch (random.nextInt(20)) {
            case 0, 1 ->
                    same(
                            model.create(name),
                            ask(
                                    "POST",
                                    "/functions",
                                    "{\"name\": \"%s\", \"runtime\": \"nodejs\", \"handler\": \"index.handler\"}"
                                            .formatted(name)));
            case 2 -> {
                int memory = 128 * (1 + random.nextInt(2));
                same(
                        model.change(name, memory),
                        ask("PATCH", path, "{\"memoryMb\": %d}".formatted(memory)));
            }
            case 3, 4 -> upload(name, random.nextInt(CODES));
            case 5 -> {
                if (random.nextInt(3) == 0) {
                    same(model.delete(name), ask("DELETE", path, ""));
                }
            }
            case 6, 7 -> same(model.publish(name), ask("POST", path + "/versions", "{}"));
            case 8 ->
                    same(
                            model.deleteVersion(name, number),
                            ask("DELETE", path + "/versions/" + number, ""));
            case 9, 10 ->
                    point(name, alias, number, random.nextBoolean() ? 1 + random.nextInt(5) : null);
            case 11 ->
                    same(model.unpoint(name, alias), ask("DELETE", path + "/aliases/" + alias, ""));
            case 12 -> call(name, qualifier(alias, number));
            case 13 -> later(name, qualifier(alias, number));
            case 14, 15, 16 -> pipeline("p" + random.nextInt(2));
            case 17 -> same(model.giveRole(name), ask("PUT", path + "/role", ROLE));
            case 18 -> shift(name, alias, number);
            case 19 -> abort(name, alias);
            default -> throw new IllegalStateException();
        }
    }

    private void pipeline(String name) {
        String path = "/pipelines/" + name;
        List<String> stages =
                random.ints(1 + random.nextInt(2), 0, 3).mapToObj(n -> "f" + n).toList();
        String definition = String.join("|", stages);
        switch (random.nextInt(6)) {
            case 0, 1 ->
                    same(
                            model.createPipeline(name, stages),
                            ask(
                                    "POST",
                                    "/pipelines",
                                    "{\"name\": \"%s\", \"definition\": \"%s\"}"
                                            .formatted(name, definition)));
            case 2 ->
                    same(
                            model.changePipeline(name, stages),
                            ask("PATCH", path, "{\"definition\": \"%s\"}".formatted(definition)));
            case 3 -> same(model.publishPipeline(name), ask("POST", path + "/versions", ""));
            case 4 -> same(model.deletePipeline(name), ask("DELETE", path, ""));
            case 5 -> {
                HttpResponse<String> answer = ask("POST", path + "/invocations", "{}");
                compare(model.run(name), answer);
            }
            default -> throw new IllegalStateException();
        }
    }

    /** A quarter of the calls moves at once, and nothing more for as long as the test lasts. */
    private void shift(String name, String alias, int to) {
        HttpResponse<String> answer =
                ask(
                        "POST",
                        "/functions/%s/aliases/%s/shifts".formatted(name, alias),
                        "{\"to\": \"%d\", \"steps\": [{\"weight\": 0.25, \"seconds\": 600}]}"
                                .formatted(to));
        same(model.shift(name, alias, to), answer);
        if (answer.statusCode() == 201) {
            model.shifting(name, alias, json(answer).path("id").asString());
        }
    }

    private void abort(String name, String alias) {
        String shift = model.shift(name, alias);
        if (shift != null) {
            String path = "/functions/%s/aliases/%s/shifts/%s/abort".formatted(name, alias, shift);
            same(200, ask("POST", path, ""));
            model.aborted(name, alias);
        }
    }

    private String qualifier(String alias, int number) {
        return switch (random.nextInt(3)) {
            case 0 -> alias;
            case 1 -> Integer.toString(number);
            default -> ReferenceModel.LATEST;
        };
    }

    private void upload(String name, int code) {
        byte[] source =
                "exports.handler = async e => %d;".formatted(code).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer =
                asked.send(
                        asked.request(
                                        "/api/v1/functions/%s/code".formatted(name),
                                        "Authorization",
                                        "Bearer " + token,
                                        "Content-Type",
                                        "text/javascript")
                                .PUT(HttpRequest.BodyPublishers.ofByteArray(source)));
        done.add("upload %d to %s: %d".formatted(code, name, answer.statusCode()));
        same(model.upload(name, code), answer);
        if (answer.statusCode() == 200) {
            String digest = json(answer).path("digest").asString();
            assertThat(digests.computeIfAbsent(code, _ -> digest)).isEqualTo(digest);
        }
    }

    private void point(String name, String alias, int number, @Nullable Integer other) {
        String weights = other == null ? "{}" : "{\"%d\": 0.5}".formatted(other);
        same(
                model.point(name, alias, number, other),
                ask(
                        "PUT",
                        "/functions/%s/aliases/%s".formatted(name, alias),
                        "{\"version\": \"%d\", \"weights\": %s}".formatted(number, weights)));
    }

    private void call(String name, String qualifier) {
        ReferenceModel.Expected expected = model.call(name, qualifier, 200);
        HttpResponse<String> answer = ask("POST", invocations(name, qualifier), "{}");
        compare(expected, answer);
        if (answer.statusCode() == 200) {
            history.answered(
                    Asked.header(answer, "Meterlark-Invocation-Id"),
                    new BigDecimal(Asked.header(answer, "Meterlark-Price").split(" ")[0]));
        }
    }

    private void compare(ReferenceModel.Expected expected, HttpResponse<String> answer) {
        same(expected.status(), answer);
        if (answer.statusCode() == 200) {
            assertThat(expected.contents()).anyMatch(content -> isOf(content, answer.body()));
        }
    }

    /** Half of them wait for a time that does not come; of the others the end is awaited. */
    private void later(String name, String qualifier) {
        boolean waits = random.nextBoolean();
        ReferenceModel.Expected expected = model.call(name, qualifier, 202);
        HttpResponse<String> answer =
                asked.postJson(
                        "/api/v1" + invocations(name, qualifier),
                        token,
                        "{}",
                        "Prefer",
                        "respond-async",
                        "Meterlark-Delay",
                        waits ? "36000" : "0");
        done.add("later %s:%s: %d".formatted(name, qualifier, answer.statusCode()));
        same(expected.status(), answer);
        if (answer.statusCode() != 202) {
            return;
        }
        String id = json(answer).path("id").asString();
        history.accepted(id);
        if (waits) {
            model.waits(id);
            if (random.nextInt(3) == 0) {
                cancel(id);
            }
            return;
        }
        await().atMost(PATIENCE).until(() -> status(id).equals("succeeded"));
        HttpResponse<String> result = ask("GET", "/invocations/%s/result".formatted(id), "");
        assertThat(expected.contents()).anyMatch(content -> isOf(content, result.body()));
    }

    private void cancel(String id) {
        same(model.cancel(id), ask("DELETE", "/invocations/" + id, ""));
        history.cancelled(id);
    }

    private void compareLists() {
        assertThat(texts(ask("GET", "/functions", ""), "name")).isEqualTo(model.names());
        assertThat(texts(ask("GET", "/pipelines", ""), "name")).isEqualTo(model.pipelines());
        for (String name : model.names()) {
            String path = "/functions/" + name;
            assertThat(texts(ask("GET", path + "/versions", ""), "version"))
                    .isEqualTo(model.versions(name));
            assertThat(texts(ask("GET", path + "/aliases", ""), "name"))
                    .isEqualTo(model.aliases(name));
            assertThat(json(ask("GET", path + "/role", "")).path("permissions").isEmpty())
                    .isEqualTo(!model.hasRole(name));
        }
    }

    private void compareLater() {
        model.statuses().forEach((id, status) -> assertThat(status(id)).as(id).isEqualTo(status));
    }

    private String status(String id) {
        return json(ask("GET", "/invocations/" + id, "")).path("status").asString();
    }

    private boolean isOf(ReferenceModel.Content content, String body) {
        String digest = digests.getOrDefault(content.code(), "never uploaded");
        return body.equals(new String(told(content.memory(), digest), StandardCharsets.UTF_8));
    }

    private static byte[] told(int memory, String digest) {
        return "{\"memory\":%d,\"code\":\"%s\"}"
                .formatted(memory, digest)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> texts(HttpResponse<String> list, String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : json(list).path("items")) {
            texts.add(item.path(field).asString());
        }
        return texts;
    }

    private static String invocations(String name, String qualifier) {
        return "/functions/%s/invocations?qualifier=%s".formatted(name, qualifier);
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        HttpResponse<String> answer = asked.ask(method, "/api/v1" + path, token, body);
        if (!method.equals("GET")) {
            done.add("%s %s %s: %d".formatted(method, path, body, answer.statusCode()));
        }
        return answer;
    }

    private static void same(int expected, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
    }
}

package dev.meterlark;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asynchronous calls over REST. */
@MeterlarkTest
class AsyncRoutesTests {

    private static final String CALLS = "/api/v1/functions/later/invocations";
    private static final String PREFER = "Prefer";
    private static final String ASYNC = "respond-async";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    private Asked asked;
    private String key;

    @BeforeEach
    void aFunction() {
        asked = new Asked(port);
        key = tenants.newOwner().token();
        workers.behave(
                "index.later",
                (_, request) -> new Ending.Succeeded(request.payload(), "application/json"));
        var made =
                asked.ask(
                        "POST",
                        "/api/v1/functions",
                        key,
                        """
                        {"name": "later", "runtime": "nodejs20", "handler": "index.later",
                         "memoryMb": 128, "timeout": 10, "code": {"source": "//"}}
                        """);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private HttpResponse<String> call(String event, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(PREFER, ASYNC));
        return asked.postJson(CALLS, key, event, all.toArray(String[]::new));
    }

    private JsonNode awaitStatus(String id, String status) {
        String path = "/api/v1/invocations/" + id;
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () ->
                                json(asked.ask("GET", path, key, ""))
                                        .path("status")
                                        .asString()
                                        .equals(status));
        return json(asked.ask("GET", path, key, ""));
    }

    @Test
    void whatIsAcceptedIsAnsweredWithWhereToLook() {
        HttpResponse<String> answer = call("{\"n\":1}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        String id = json(answer).get("id").asString();
        assertThat(header(answer, "Location")).isEqualTo("/api/v1/invocations/" + id);
        assertThat(header(answer, "Preference-Applied")).isEqualTo(ASYNC);
        assertThat(json(answer).get("status").asString()).isEqualTo("queued");
        JsonNode call = awaitStatus(id, "succeeded");
        assertThat(call.get("async").get("attempts").asInt()).isEqualTo(1);
        assertThat(call.get("async").get("reason").asString()).isEqualTo("succeeded");
        HttpResponse<String> result =
                asked.ask("GET", "/api/v1/invocations/" + id + "/result", key, "");
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.body()).isEqualTo("{\"n\":1}");
        assertThat(header(result, "Content-Security-Policy")).isEqualTo("sandbox");
    }

    @Test
    void aCallThatIsPutOffWaitsAndCanBeCancelled() {
        String id = json(call("{}", "Meterlark-Delay", "3600")).get("id").asString();
        String path = "/api/v1/invocations/" + id;

        JsonNode waiting = json(asked.ask("GET", path, key, ""));
        HttpResponse<String> early = asked.ask("GET", path + "/result", key, "");
        HttpResponse<String> cancelled = asked.ask("DELETE", path, key, "");
        HttpResponse<String> again = asked.ask("DELETE", path, key, "");

        assertThat(waiting.get("status").asString()).isEqualTo("queued");
        assertThat(waiting.get("async").get("attempts").asInt()).isZero();
        assertThat(waiting.get("async").has("nextAttemptAt")).isTrue();
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(json(early).get("code").asString()).isEqualTo("invocation.no-result");
        assertThat(cancelled.statusCode()).isEqualTo(200);
        assertThat(asked.ask("GET", "/api/v1/audit?limit=1", key, "").body())
                .contains("invocation.cancelled", "function:", id);
        assertThat(json(cancelled).get("status").asString()).isEqualTo("cancelled");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(awaitStatus(id, "cancelled").get("async").get("reason").asString())
                .isEqualTo("cancelled");
    }

    @Test
    void aRunningCallIsGivenUpAndNotTriedAgain() {
        var begun = new CompletableFuture<Void>();
        workers.behave(
                "index.later",
                (_, request) -> {
                    begun.complete(null);
                    new CompletableFuture<Void>().orTimeout(50, TimeUnit.SECONDS).join();
                    return new Ending.Succeeded(request.payload(), "application/json");
                });
        String id = json(call("{}")).get("id").asString();
        begun.join();

        HttpResponse<String> cancelled = asked.ask("DELETE", "/api/v1/invocations/" + id, key, "");

        assertThat(cancelled.statusCode()).isIn(200, 202);
        assertThat(awaitStatus(id, "cancelled").get("async").get("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void oneDeduplicationKeyIsOneCall() {
        HttpResponse<String> first = call("{\"n\":1}", "Meterlark-Deduplication-Key", "order-1");
        HttpResponse<String> second = call("{\"n\":1}", "Meterlark-Deduplication-Key", "order-1");
        HttpResponse<String> other = call("{\"n\":2}", "Meterlark-Deduplication-Key", "order-1");

        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(second, "Meterlark-Duplicate")).isEqualTo("true");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).get("code").asString())
                .isEqualTo("invocation.deduplication-mismatch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Meterlark-Delay | soon | 400 | whole seconds",
                "Meterlark-Delay | -1 | 400 | whole seconds",
                "Meterlark-Delay | 31536000 | 400 | at most 1296000 s",
                "Meterlark-Not-Before | tomorrow | 400 | RFC 3339",
                "Meterlark-Not-Before | 2999-01-01T00:00:00Z | 400 | at most 1296000 s",
                "Meterlark-Ordering-Key | two words | 400 | without spaces",
                "Content-Language | de | 202 | queued",
            })
    void termsThatCannotBeKeptAreRefusedWithTheirValue(
            String header, String value, int status, String says) {
        HttpResponse<String> answer = call("{}", header, value);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(says);
    }

    @Test
    void anOrderingKeyThatIsTooLongIsRefused() {
        HttpResponse<String> answer = call("{}", "Meterlark-Ordering-Key", "k".repeat(256));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("256 characters");
    }

    @Test
    void whatNoAttemptCouldRunIsRefusedAtTheDoor() {
        HttpResponse<String> malformed = call("{");
        HttpResponse<String> large = call("\"" + "a".repeat(1 << 20) + "\"");
        HttpResponse<String> unknown =
                asked.postJson("/api/v1/functions/nobody/invocations", key, "{}", PREFER, ASYNC);
        HttpResponse<String> qualifier =
                asked.postJson(CALLS + "?qualifier=blue", key, "{}", PREFER, ASYNC);
        HttpResponse<String> synchronous = asked.postJson(CALLS, key, "{}", "Meterlark-Delay", "1");

        assertThat(json(malformed).get("code").asString()).isEqualTo("event.malformed");
        assertThat(json(large).get("code").asString()).isEqualTo("event.too-large");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(qualifier.statusCode()).isEqualTo(404);
        assertThat(synchronous.statusCode()).isEqualTo(400);
        assertThat(synchronous.body()).contains("Prefer: respond-async");
    }

    @Test
    void anotherAccountFindsNothingOfIt() {
        String id = json(call("{}", "Meterlark-Delay", "3600")).get("id").asString();
        String stranger = tenants.newOwner().token();
        String path = "/api/v1/invocations/" + id;

        assertThat(asked.ask("GET", path, stranger, "").statusCode()).isEqualTo(404);
        assertThat(asked.ask("GET", path + "/result", stranger, "").statusCode()).isEqualTo(404);
        assertThat(asked.ask("DELETE", path, stranger, "").statusCode()).isEqualTo(404);
        assertThat(json(asked.ask("GET", path, key, "")).get("status").asString())
                .isEqualTo("queued");
    }
}

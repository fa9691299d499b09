package dev.meterlark.pipeline;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** Pipelines called over HTTP. */
@MeterlarkTest
class PipelineCallTests {

    private static final String PIPELINES = "/api/v1/pipelines";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    private Asked asked;
    private String key;

    @BeforeEach
    void functions() {
        asked = new Asked(port);
        key = tenants.newOwner().token();
        function("echo", (_, r) -> new Ending.Succeeded(r.payload(), r.contentType()));
        function("listed", (_, _) -> answer("[1,2,3]"));
        function("fails", (_, _) -> FakeWorkers.failed("TypeError", "x is not a function"));
    }

    @Test
    void theAnswerSaysWhatTheRunAndEachStageTookAndCost() {
        create("orders", "listed|echo*|echo");

        HttpResponse<String> answer = call(PIPELINES + "/orders/invocations", "{}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[1,2,3]");
        assertThat(header(answer, "Meterlark-Invocation-Id")).isNotEmpty();
        assertThat(header(answer, "Meterlark-Stages"))
                .matches(
                        "\"listed\";calls=1;billed-ms=\\d+;price=\"0\\.\\d+"
                                + " USD\";id=\"[-0-9a-f]{36}\","
                                + " \"echo\";calls=3;billed-ms=\\d+;price=\"0\\.\\d+ USD\","
                                + " \"echo\";calls=1;billed-ms=\\d+;price=\"0\\.\\d+"
                                + " USD\";id=\"[-0-9a-f]{36}\"");
        long billed =
                Pattern.compile("billed-ms=(\\d+)")
                        .matcher(header(answer, "Meterlark-Stages"))
                        .results()
                        .mapToLong(m -> Long.parseLong(m.group(1)))
                        .sum();
        assertThat(header(answer, "Meterlark-Billed-Ms")).isEqualTo(Long.toString(billed));
        assertThat(header(answer, "Meterlark-Price")).matches("0\\.\\d+ USD");
    }

    @Test
    void aPipelineIsCalledWhereAFunctionIsAndAFunctionIsNoPipeline() {
        create("orders", "listed");

        assertThat(call("/api/v1/functions/orders/invocations", "{}").body()).isEqualTo("[1,2,3]");
        assertThat(call(PIPELINES + "/echo/invocations", "{}").statusCode()).isEqualTo(404);
        assertThat(header(call("/api/v1/functions/echo/invocations", "{}"), "Meterlark-Stages"))
                .isEmpty();
    }

    @Test
    void aPublishedVersionIsCalledByItsNumber() {
        create("orders", "listed");
        asked.ask("POST", PIPELINES + "/orders/versions", key, "");
        asked.ask("PATCH", PIPELINES + "/orders", key, "{\"definition\": \"echo\"}");

        assertThat(call(PIPELINES + "/orders/invocations?qualifier=1", "{}").body())
                .isEqualTo("[1,2,3]");
        assertThat(call(PIPELINES + "/orders/invocations", "{}").body()).isEqualTo("{}");
        HttpResponse<String> missing = call(PIPELINES + "/orders/invocations?qualifier=2", "{}");
        assertThat(missing.statusCode()).isEqualTo(404);
    }

    @Test
    void aStageThatFailsIsNamedInTheProblem() {
        create("orders", "listed|fails*|echo");

        HttpResponse<String> answer = call(PIPELINES + "/orders/invocations", "{}");

        assertThat(answer.statusCode()).isEqualTo(502);
        JsonNode problem = json(answer);
        assertThat(problem.path("code").asString()).isEqualTo("function.error");
        assertThat(problem.path("detail").asString())
                .startsWith("stage 2 (fails), element ")
                .endsWith(": x is not a function");
        assertThat(problem.path("stage").asString()).isEqualTo("2");
        assertThat(problem.path("stageName").asString()).isEqualTo("fails");
        assertThat(problem.path("element").asString()).isNotEmpty();
        assertThat(problem.path("errorType").asString()).isEqualTo("TypeError");
        assertThat(header(answer, "Meterlark-Stages")).startsWith("\"listed\";calls=1;");
    }

    @Test
    void aRunIsInTheHistoryOfItsPipelineAndItsStagesNameIt() {
        create("orders", "listed");

        HttpResponse<String> answer = call(PIPELINES + "/orders/invocations", "{}");

        String run = header(answer, "Meterlark-Invocation-Id");
        String stage = header(answer, "Meterlark-Stages").replaceAll(".*id=\"([^\"]+)\".*", "$1");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> {
                            JsonNode runs =
                                    json(
                                            asked.ask(
                                                    "GET",
                                                    PIPELINES + "/orders/invocations",
                                                    key,
                                                    ""));
                            assertThat(runs.path("items").path(0).path("id").asString())
                                    .isEqualTo(run);
                            assertThat(runs.path("items").path(0).path("billedMs").asInt())
                                    .isZero();
                            JsonNode call =
                                    json(asked.ask("GET", "/api/v1/invocations/" + stage, key, ""));
                            assertThat(call.path("parent").asString()).isEqualTo(run);
                            assertThat(call.path("depth").asInt()).isEqualTo(1);
                            assertThat(call.path("source").asString()).isEqualTo("pipeline");
                        });
    }

    @Test
    void aRunInHandIsShownAndCancelled() {
        var goOn = new CompletableFuture<Void>();
        function(
                "slow",
                (_, _) -> {
                    goOn.join();
                    return answer("1");
                });
        create("orders", "slow|echo");
        String runs = PIPELINES + "/orders/runs";
        var answer =
                CompletableFuture.supplyAsync(() -> call(PIPELINES + "/orders/invocations", "{}"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> json(asked.ask("GET", runs, key, "")).path("items").size() == 1);
        String id =
                json(asked.ask("GET", runs, key, "")).path("items").get(0).path("id").asString();

        assertThat(asked.ask("DELETE", runs + "/nonsense", key, "").statusCode()).isEqualTo(404);
        assertThat(asked.ask("DELETE", runs + "/" + id, key, "").statusCode()).isEqualTo(204);

        assertThat(json(answer.join()).path("code").asString()).isEqualTo("pipeline.cancelled");
        goOn.complete(null);
        assertThat(asked.ask("DELETE", runs + "/" + id, key, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aPipelineIsRunLaterWhenThatIsAskedFor() {
        create("orders", "listed|echo*");

        HttpResponse<String> accepted =
                call(PIPELINES + "/orders/invocations", "{}", "Prefer", "respond-async");

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String at = header(accepted, "Location");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(
                                                json(asked.ask("GET", at, key, ""))
                                                        .path("status")
                                                        .asString())
                                        .isEqualTo("succeeded"));
        assertThat(asked.ask("GET", at + "/result", key, "").body()).isEqualTo("[1,2,3]");
    }

    @Test
    void aCloudEventComesInWithHeadersOrAsOneDocument() {
        HttpResponse<String> binary =
                call(
                        "/api/v1/functions/echo/invocations",
                        "hi",
                        "Content-Type",
                        "text/plain",
                        "ce-specversion",
                        "1.0",
                        "ce-id",
                        "a%20b",
                        "ce-source",
                        "/shop",
                        "ce-type",
                        "order.made",
                        "ce-tenant",
                        "7");

        assertThat(binary.statusCode()).as(binary.body()).isEqualTo(200);
        assertThat(header(binary, "Content-Type")).startsWith("application/cloudevents+json");
        assertThat(json(binary))
                .isEqualTo(
                        Asked.json(
                                call(
                                        "/api/v1/functions/echo/invocations",
                                        """
                                        {"specversion": "1.0", "id": "a b", "source": "/shop",
                                         "type": "order.made", "tenant": "7",
                                         "datacontenttype": "text/plain", "data": "hi"}
                                        """,
                                        "Content-Type",
                                        "application/cloudevents+json")));
    }

    @Test
    void whatIsNoCloudEventIsRefusedWithWhatItLacks() {
        HttpResponse<String> binary =
                call("/api/v1/functions/echo/invocations", "{}", "ce-specversion", "1.0");
        HttpResponse<String> old =
                call(
                        "/api/v1/functions/echo/invocations",
                        "{\"specversion\":\"0.3\",\"id\":\"1\",\"source\":\"/\",\"type\":\"t\"}",
                        "Content-Type",
                        "application/cloudevents+json");

        assertThat(binary.statusCode()).isEqualTo(400);
        assertThat(json(binary).path("detail").asString())
                .isEqualTo("the event is no CloudEvent: the attribute id is missing");
        assertThat(json(old).path("detail").asString())
                .contains("specversion must be 1.0, was: 0.3");
    }

    @Test
    void anAnswerIsACloudEventWhenAskedForInEitherForm() {
        create("orders", "listed");
        HttpResponse<String> structured =
                call(
                        PIPELINES + "/orders/invocations",
                        "{}",
                        "Accept",
                        "application/cloudevents+json");
        HttpResponse<String> binary =
                call(PIPELINES + "/orders/invocations", "{}", "Meterlark-CloudEvents", "binary");

        JsonNode event = json(structured);
        assertThat(header(structured, "Content-Type")).startsWith("application/cloudevents+json");
        assertThat(event.path("id").asString())
                .isEqualTo(header(structured, "Meterlark-Invocation-Id"));
        assertThat(event.path("source").asString()).isEqualTo("/functions/orders");
        assertThat(event.path("type").asString()).isEqualTo("dev.meterlark.answer");
        assertThat(event.path("data").toString()).isEqualTo("[1,2,3]");
        assertThat(binary.body()).isEqualTo("[1,2,3]");
        assertThat(header(binary, "ce-id")).isEqualTo(header(binary, "Meterlark-Invocation-Id"));
        assertThat(header(binary, "ce-specversion")).isEqualTo("1.0");
        assertThat(
                        call(
                                        PIPELINES + "/orders/invocations",
                                        "{}",
                                        "Meterlark-CloudEvents",
                                        "tertiary")
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void headersThatSteerSpringSteerNothing() {
        create("orders", "listed");

        HttpResponse<String> answer =
                call(
                        PIPELINES + "/orders/invocations",
                        "{}",
                        "spring.cloud.function.definition",
                        "f:echo:$LATEST",
                        "spring.cloud.function.routing-expression",
                        "T(java.lang.Runtime).getRuntime().exit(1)",
                        "function.name",
                        "echo",
                        "expected-content-type",
                        "text/html");

        assertThat(answer.body()).isEqualTo("[1,2,3]");
        assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase().contains("spring"));
    }

    private HttpResponse<String> call(String path, String body, String... headers) {
        HttpRequest.Builder request =
                asked.request(path, headers).header("Authorization", "Bearer " + key);
        return asked.send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void create(String name, String definition) {
        HttpResponse<String> made =
                asked.ask(
                        "POST",
                        PIPELINES,
                        key,
                        "{\"name\": \"%s\", \"definition\": \"%s\"}".formatted(name, definition));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private void function(String name, FakeWorkers.Behaviour behaviour) {
        workers.behave("pipeline." + name, behaviour);
        HttpResponse<String> made =
                asked.ask(
                        "POST",
                        "/api/v1/functions",
                        key,
                        """
                        {"name": "%s", "runtime": "nodejs20", "handler": "pipeline.%s",
                         "code": {"source": "//"}}
                        """
                                .formatted(name, name));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private static Ending answer(String text) {
        return new Ending.Succeeded(text.getBytes(StandardCharsets.UTF_8), "application/json");
    }
}

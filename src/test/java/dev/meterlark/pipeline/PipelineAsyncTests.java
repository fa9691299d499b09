package dev.meterlark.pipeline;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

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

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What becomes of runs that nobody waits for. */
@MeterlarkTest
class PipelineAsyncTests {

    private static final String ASYNC = "/api/v1/pipelines/orders/async";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Tenants.Tenant owner;

    @BeforeEach
    void pipeline() {
        owner = tenants.newOwner();
        function("fails", (_, _) -> FakeWorkers.failed("TypeError", "x is not a function"));
        function(
                "audit",
                (_, request) -> {
                    told.add(new String(request.payload(), UTF_8));
                    return new Ending.Succeeded("null".getBytes(UTF_8), "application/json");
                });
        ask("POST", "/api/v1/pipelines", "{\"name\": \"orders\", \"definition\": \"fails\"}");
    }

    @Test
    void aRunIsRetriedAsItsPipelineSaysAndItsEndIsTold() {
        assertThat(json(ask("GET", ASYNC, "")).path("maxRetries").asInt()).isEqualTo(2);
        HttpResponse<String> changed =
                ask(
                        "PUT",
                        ASYNC,
                        "{\"maxRetries\": 0, \"onFailure\": {\"type\": \"function\", \"function\":"
                                + " \"audit\"}}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(json(ask("GET", ASYNC, ""))).isEqualTo(json(changed));

        String run =
                json(new Asked(port)
                                .postJson(
                                        "/api/v1/pipelines/orders/invocations",
                                        owner.token(),
                                        "{\"n\":1}",
                                        "Prefer",
                                        "respond-async"))
                        .path("id")
                        .asString();

        await().atMost(PATIENCE).until(() -> !told.isEmpty());
        assertThat(told.getFirst()).contains(run, "RetriesExhausted", "{\"n\":1}");
        JsonNode call = json(ask("GET", "/api/v1/invocations/" + run, ""));
        assertThat(call.at("/async/attempts").asInt()).as(call.toString()).isOne();
    }

    @Test
    void whatIsToldDoesNotGoInSilenceAndAPipelineIsNotItsOwnDestination() {
        ask("PUT", ASYNC, "{\"onSuccess\": {\"type\": \"function\", \"function\": \"audit\"}}");

        HttpResponse<String> deleted = ask("DELETE", "/api/v1/functions/audit", "");
        HttpResponse<String> itself =
                ask(
                        "PUT",
                        ASYNC,
                        "{\"onSuccess\": {\"type\": \"function\", \"function\": \"orders\"}}");
        HttpResponse<String> missing =
                ask(
                        "PUT",
                        ASYNC,
                        "{\"onSuccess\": {\"type\": \"function\", \"function\": \"nobody\"}}");

        assertThat(deleted.statusCode()).isEqualTo(409);
        assertThat(deleted.body()).contains("destination of pipeline orders");
        assertThat(itself.statusCode()).isEqualTo(400);
        assertThat(itself.body()).contains("orders cannot be its own destination");
        assertThat(missing.statusCode()).isEqualTo(400);
        assertThat(missing.body()).contains("there is no function or pipeline 'nobody' to tell");
        assertThat(ask("DELETE", ASYNC, "").statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", "/api/v1/functions/audit", "").statusCode()).isEqualTo(204);
    }

    @Test
    void itsWebhooksAreSignedWithASecretThatIsShownOnce() {
        HttpResponse<String> made = ask("POST", ASYNC + "/webhook-secret", "");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(json(made).path("secret").asString()).startsWith("whsec_");
        assertThat(ask("GET", "/api/v1/audit?limit=1", "").body())
                .contains("pipeline.webhook-secret-changed", "pipeline:orders")
                .doesNotContain("whsec_");
    }

    private void function(String name, FakeWorkers.Behaviour behaviour) {
        workers.behave("ends." + name, behaviour);
        HttpResponse<String> made =
                ask(
                        "POST",
                        "/api/v1/functions",
                        """
                        {"name": "%s", "runtime": "nodejs20", "handler": "ends.%s",
                         "code": {"source": "//"}}
                        """
                                .formatted(name, name));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, path, owner.token(), body);
    }
}

package dev.meterlark.invocation.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Functions that tell functions of their ends. */
@MeterlarkTest
class LoopTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    private Tenants.Tenant owner;
    private String handler;
    private final AtomicInteger runs = new AtomicInteger();

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
        handler = "index." + owner.account().slug().replace("-", "");
        workers.behave(
                handler,
                (_, _) -> {
                    runs.incrementAndGet();
                    return new Ending.Succeeded("1".getBytes(StandardCharsets.UTF_8), Event.JSON);
                });
        create("first");
        create("second");
    }

    @Test
    void theOtherIsCalledOnceWithTheRecordAsTheChildOfTheCall() {
        tell("first", "second");
        String id = json(call("first")).path("id").asString();

        eventually(() -> calls("second").size() == 1);
        JsonNode child = calls("second").get(0);
        assertThat(child.path("parent").asString()).isEqualTo(id);
        assertThat(child.path("depth").asInt()).isEqualTo(1);
        assertThat(child.path("source").asString()).isEqualTo("destination");
        assertThat(deliveries("waiting")).isEmpty();
        assertThat(runs).hasValue(2);
    }

    @Test
    void aChainThatComesBackToItselfEndsAndSaysSo() {
        tell("first", "second");
        tell("second", "first");
        assertThat(call("first").statusCode()).isEqualTo(202);

        eventually(() -> !deliveries("parked").isEmpty());
        assertThat(deliveries("parked")).hasSize(1);
        assertThat(deliveries("parked").get(0).path("trouble").asString())
                .contains("the circle that they go in");
        assertThat(runs.get()).as("the first and as many as may stand behind it").isBetween(16, 18);
    }

    private void create(String name) {
        HttpResponse<String> made =
                ask(
                        "POST",
                        "/api/v1/functions",
                        """
                        {"name": "%s", "runtime": "nodejs20", "handler": "%s",
                         "code": {"source": "//"}}
                        """
                                .formatted(name, handler));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private void tell(String of, String to) {
        HttpResponse<String> changed =
                ask(
                        "PUT",
                        "/api/v1/functions/%s/async".formatted(of),
                        "{\"onSuccess\": {\"type\": \"function\", \"function\": \"%s\"}}"
                                .formatted(to));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    }

    private HttpResponse<String> call(String function) {
        return new Asked(port)
                .post(
                        "/api/v1/functions/%s/invocations".formatted(function),
                        "{}",
                        "Content-Type",
                        "application/json",
                        "Prefer",
                        "respond-async",
                        "Authorization",
                        "Bearer " + owner.token());
    }

    private JsonNode calls(String function) {
        return json(ask("GET", "/api/v1/functions/%s/invocations".formatted(function), ""))
                .path("items");
    }

    private JsonNode deliveries(String status) {
        return json(ask("GET", "/api/v1/deliveries?status=" + status, "")).path("items");
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, path, owner.token(), body);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }

    private static void eventually(BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }
}

package dev.meterlark.trigger;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.worker.Ending;
import dev.meterlark.worker.RunRequest;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An account with a function of a name of its own, over HTTP; what the function gets is kept, and
 * what it answers may be said. For tests of all kinds of triggers.
 */
public final class TriggeredFunction {

    /** What whoever sends something says of its trace. */
    public static final String TRACEPARENT =
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration LONG = Duration.ofSeconds(60);

    private final int port;
    private final Tenants.Tenant owner;
    private final String name;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<Integer> depths = new CopyOnWriteArrayList<>();
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private volatile Function<JsonNode, Ending> answers = event -> succeeded("null");

    public TriggeredFunction(int port, Tenants tenants, FakeWorkers workers, String name) {
        this(port, tenants.newOwner(), workers, name);
    }

    public TriggeredFunction(int port, Tenants.Tenant owner, FakeWorkers workers, String name) {
        this.port = port;
        this.owner = owner;
        this.name = name;
        String handler = "h" + System.nanoTime() + ".run";
        workers.behave(handler, (_, request) -> ran(request));
        make(handler);
    }

    private void make(String handler) {
        HttpResponse<String> made =
                ask(
                        "POST",
                        "/functions",
                        """
                        {"name": "%s", "runtime": "nodejs20", "handler": "%s", "memoryMb": 128,
                         "timeout": 10, "code": {"source": "//"}}
                        """
                                .formatted(name, handler));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private Ending ran(RunRequest request) {
        JsonNode event = JSON.readTree(request.payload());
        traces.add(request.traceId());
        events.add(event);
        depths.add(request.depth());
        return answers.apply(event);
    }

    public static Ending succeeded(String json) {
        return new Ending.Succeeded(json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    public void answers(Function<JsonNode, Ending> from) {
        answers = from;
    }

    public Tenants.Tenant owner() {
        return owner;
    }

    /** In the order in which they came; those that came again are there again. */
    public List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** How many calls stood before each. */
    public List<Integer> depths() {
        return List.copyOf(depths);
    }

    /** Whether what a call was told is in that trace, below its span. */
    public static boolean isOfTheTrace(String told) {
        return told.startsWith("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=")
                && !told.contains("00f067aa0ba902b7");
    }

    /** What each was told of its trace. */
    public List<String> traces() {
        return List.copyOf(traces);
    }

    public List<JsonNode> awaitEvents(int count) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> events.size() >= count);
        return events();
    }

    public JsonNode trigger(String body) {
        HttpResponse<String> made = ask("POST", triggers(), body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made);
    }

    public JsonNode show(JsonNode trigger) {
        return json(ask("GET", triggers() + "/" + trigger.path("id").asString(), ""));
    }

    public JsonNode awaitStatus(JsonNode trigger, Function<JsonNode, Boolean> is) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> is.apply(show(trigger).path("status")));
        return show(trigger).path("status");
    }

    public String triggers() {
        return "/functions/%s/triggers".formatted(name);
    }

    /**
     * @param path behind {@code /api/v1}
     */
    public HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, "/api/v1" + path, owner.token(), body);
    }
}

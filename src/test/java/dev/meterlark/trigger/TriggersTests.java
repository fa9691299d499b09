package dev.meterlark.trigger;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.shared.Permission;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Triggers as things of an account, tried with those of topics. */
@MeterlarkTest
class TriggersTests {

    private static final String WISH = "{\"type\": \"topic\", \"topic\": \"orders\"%s}";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;

    private TriggeredFunction resize;

    @BeforeEach
    void aFunctionAndATopic() {
        resize = new TriggeredFunction(port, tenants, workers, "resize");
        ask("POST", "/topics", "{\"name\": \"orders\"}", 201);
    }

    @Test
    void oneIsShownAsItWasAskedForAndListedWithItsFunctionAndItsAccount() {
        JsonNode made =
                resize.trigger(
                        wish(
                                ", \"filter\": {\"type\": [\"order.paid\"]}, \"input\": {\"paths\":"
                                        + " {\"id\": \"$.data.id\"}, \"template\": {\"order\":"
                                        + " \"<id>\"}}"));

        assertThat(made.path("type").asString()).isEqualTo("topic");
        assertThat(made.path("function").asString()).isEqualTo("resize");
        assertThat(made.path("qualifier").asString()).isEqualTo("$LATEST");
        assertThat(made.path("topic").asString()).isEqualTo("orders");
        assertThat(made.path("state").asString()).isEqualTo("enabled");
        assertThat(made.path("filter").path("type").get(0).asString()).isEqualTo("order.paid");
        assertThat(made.path("input").path("template").path("order").asString()).isEqualTo("<id>");
        assertThat(made.path("status").path("events").asInt()).isZero();
        assertThat(made.has("batchSize")).isFalse();
        assertThat(resize.show(made)).isEqualTo(made);
        assertThat(ids(ask("GET", resize.triggers(), "", 200))).containsExactly(id(made));
        assertThat(ids(ask("GET", "/triggers", "", 200))).containsExactly(id(made));
        assertThat(ask("GET", "/triggers/" + id(made), "", 200)).isEqualTo(made);
        ask("GET", "/pipelines/resize/triggers/" + id(made), "", 404);
        ask("GET", "/functions/other/triggers/" + id(made), "", 404);
        assertThat(actions()).contains("trigger.created");
    }

    @Test
    void listsGoOnWhereThePageBeforeEnded() {
        List<String> all = List.of(made(), made(), made());

        JsonNode first = ask("GET", resize.triggers() + "?limit=2", "", 200);
        String next = first.path("nextCursor").asString();
        JsonNode rest = ask("GET", resize.triggers() + "?limit=2&cursor=" + next, "", 200);

        assertThat(ids(first)).hasSize(2).isSubsetOf(all);
        assertThat(ids(rest)).hasSize(1).doesNotContainAnyElementsOf(ids(first));
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        ask("GET", resize.triggers() + "?cursor=bm9uZQ", "", 400);
    }

    @Test
    void anEventOfTheTopicMakesItsFunctionRunAndIsInItsHistory() {
        JsonNode trigger =
                resize.trigger(
                        wish(
                                ", \"filter\": {\"type\": [\"order.paid\"]}, \"input\": {\"paths\":"
                                        + " {\"id\": \"$.data.id\"}, \"template\": {\"order\":"
                                        + " \"<id>\"}}"));

        publish("order.made", "{\"id\": 1}");
        publish("order.paid", "{\"id\": 2}");

        assertThat(resize.awaitEvents(1)).hasSize(1);
        assertThat(resize.events().getFirst().toString()).isEqualTo("{\"order\":2}");
        JsonNode status = resize.awaitStatus(trigger, shown -> shown.path("events").asInt() == 2);
        assertThat(status.path("filtered").asInt()).isEqualTo(1);
        assertThat(status.has("lastEventAt")).isTrue();
        assertThat(status.path("eventsPerMinute").asDouble()).isPositive();
        assertThat(awaitSums(trigger)).containsExactly(2, 1, 0, 1, 0);
        String scraped = resize.ask("GET", "/metrics/prometheus", "").body();
        assertThat(scraped)
                .contains(
                        "meterlark_trigger_filtered_total{trigger=\"%s\",type=\"topic\",function=\"resize\"} 1"
                                .formatted(id(trigger)));
        JsonNode call = awaitCall();
        assertThat(call.path("source").asString()).isEqualTo("topic");
        assertThat(call.path("trigger").asString()).isEqualTo(id(trigger));
    }

    @Test
    void whatIsLeftOutOfAChangeStaysAndWhatIsNullGoes() {
        JsonNode made = resize.trigger(wish(", \"filter\": {\"type\": [\"a\"]}"));
        ask("POST", "/topics", "{\"name\": \"other\"}", 201);

        JsonNode moved = change(made, "{\"topic\": \"other\"}", 200);
        JsonNode open = change(made, "{\"filter\": null, \"enabled\": false}", 200);

        assertThat(moved.path("topic").asString()).isEqualTo("other");
        assertThat(moved.path("filter").path("type").get(0).asString()).isEqualTo("a");
        assertThat(open.has("filter")).isFalse();
        assertThat(open.path("state").asString()).isEqualTo("paused");
        assertThat(change(made, "{\"type\": \"queue\"}", 400).path("detail").asString())
                .contains("make another");
        change(made, "{\"topic\": \"missing\"}", 400);
        assertThat(resize.show(made).path("topic").asString()).isEqualTo("other");
    }

    @Test
    void aPausedOneLetsItsEventsWaitUntilItGoesOn() {
        JsonNode made = resize.trigger(wish(""));
        String address = resize.triggers() + "/" + id(made);

        assertThat(ask("POST", address + "/pause", "", 200).path("state").asString())
                .isEqualTo("paused");
        publish("order.paid", "{}");
        assertThat(ask("POST", address + "/resume", "", 200).path("state").asString())
                .isEqualTo("enabled");
        publish("order.paid", "{\"n\": 2}");

        assertThat(resize.awaitEvents(1).getFirst().path("data").path("n").asInt()).isEqualTo(2);
        assertThat(actions()).contains("trigger.paused", "trigger.resumed");
    }

    @Test
    void aTestEventGoesTheWholeWay() {
        JsonNode made = resize.trigger(wish(", \"filter\": {\"type\": [\"test.event\"]}"));
        String test = resize.triggers() + "/" + id(made) + "/test";

        JsonNode sample = ask("POST", test, "{}", 202);
        JsonNode unwanted = ask("POST", test, "{\"event\": {\"type\": \"other\"}}", 202);

        assertThat(sample.path("wanted").asBoolean()).isTrue();
        assertThat(sample.path("event").path("specversion").asString()).isEqualTo("1.0");
        assertThat(unwanted.path("wanted").asBoolean()).isFalse();
        assertThat(resize.awaitEvents(1).getFirst()).isEqualTo(sample.path("event"));
        String call = "/invocations/" + sample.path("invocation").asString();
        assertThat(ask("GET", call, "", 200).path("trigger").asString()).isEqualTo(id(made));
    }

    @Test
    void aPreviewTellsWhatTheFunctionWouldSeeAndSendsNothing() {
        JsonNode made =
                resize.trigger(
                        wish(
                                ", \"filter\": {\"type\": [\"test.event\"]}, \"input\": {\"paths\":"
                                        + " {\"is\": \"$.type\"}, \"template\": {\"kind\":"
                                        + " \"<is>\"}}"));
        String preview = resize.triggers() + "/" + id(made) + "/preview";

        JsonNode sample = ask("POST", preview, "{}", 200);
        JsonNode unwanted = ask("POST", preview, "{\"event\": {\"type\": \"other\"}}", 200);

        assertThat(sample.path("wanted").asBoolean()).isTrue();
        assertThat(sample.path("event").path("specversion").asString()).isEqualTo("1.0");
        assertThat(sample.path("input").toString()).isEqualTo("{\"kind\":\"test.event\"}");
        assertThat(unwanted.path("wanted").asBoolean()).isFalse();
        assertThat(unwanted.has("input")).isFalse();
        assertThat(resize.show(made).path("status").path("events").asInt()).isZero();
        assertThat(resize.events()).isEmpty();
    }

    @Test
    void aListCanBeOfOneTypeOneStateAndOneFunction() {
        String topic = made();
        String paused = id(resize.trigger(wish(", \"enabled\": false")));

        assertThat(ids(ask("GET", "/triggers?state=paused", "", 200))).containsExactly(paused);
        assertThat(ids(ask("GET", "/triggers?type=topic&target=resize&state=enabled", "", 200)))
                .containsExactly(topic);
        assertThat(ids(ask("GET", "/triggers?type=queue", "", 200))).isEmpty();
        assertThat(ids(ask("GET", "/triggers?target=other", "", 200))).isEmpty();
        assertThat(ask("GET", "/triggers?state=asleep", "", 400).path("detail").asString())
                .contains("enabled, paused or stopped, was: 'asleep'");
    }

    @Test
    void aDeletedFunctionPausesItsTriggersAndSaysSo() {
        JsonNode made = resize.trigger(wish(""));

        HttpResponse<String> deleted = resize.ask("DELETE", "/functions/resize", "");

        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(header(deleted, "Meterlark-Paused-Triggers")).isEqualTo(id(made));
        JsonNode paused = ask("GET", "/triggers/" + id(made), "", 200);
        assertThat(paused.path("state").asString()).isEqualTo("paused");
        assertThat(paused.path("reason").asString()).isEqualTo("the function resize was deleted");
        ask("POST", resize.triggers() + "/" + id(made) + "/resume", "", 404);
        assertThat(resize.ask("DELETE", resize.triggers() + "/" + id(made), "").statusCode())
                .isEqualTo(204);
    }

    @Test
    void anAliasThatATriggerNamesDoesNotGoInSilence() {
        ask("POST", "/functions/resize/versions", "{}", 201);
        resize.ask("PUT", "/functions/resize/aliases/live", "{\"version\": \"1\"}");
        JsonNode made = resize.trigger(wish(", \"qualifier\": \"live\""));

        JsonNode refused = ask("DELETE", "/functions/resize/aliases/live", "", 409);

        assertThat(refused.path("detail").asString()).contains("trigger " + id(made));
        change(made, "{\"qualifier\": null}", 200);
        assertThat(resize.ask("DELETE", "/functions/resize/aliases/live", "").statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; type must be one of",
                "{\"type\": \"smoke\"}; was: 'smoke'",
                "{\"type\": 7}; type must be text",
                "[]; must be an object",
                "{\"type\": \"topic\"}; topic must be a topic of the account, was: missing",
                "{\"type\": \"topic\", \"topic\": \"no\"}; was: 'no'",
                "{\"type\": \"topic\", \"topic\": 7}; topic",
                "{\"type\": \"topic\", \"topic\": \"orders\", \"colour\": 1}; colour",
                "{\"type\": \"topic\", \"topic\": \"orders\", \"sealedX\": 1}; not yours to say",
                "{\"type\": \"topic\", \"topic\": \"orders\", \"id\": 1}; not yours to say",
                "{\"type\": \"topic\", \"topic\": \"orders\", \"qualifier\": \"no\"}; qualifier"
                        + " must",
                "{\"type\": \"topic\", \"topic\": \"orders\", \"batchSize\": 2}; one event at a"
                        + " time",
                "{\"type\": \"topic\", \"topic\": \"orders\", \"filter\": 7}; filter",
                "{\"type\": \"topic\", \"topic\": \"orders\", \"input\": {}}; input must be as",
                "{\"type\": \"topic\", \"topic\": \"orders\", \"enabled\": \"yes\"}; enabled must"
                        + " be",
            })
    void whatCannotBeIsRefusedWithTheReason(String wish, String reason) {
        JsonNode problem = ask("POST", resize.triggers(), wish, 400);

        assertThat(problem.path("detail").asString()).contains(reason);
    }

    @Test
    void whoMayNotReadATopicMakesNoTriggerOfIt() {
        String key =
                tenants.newKey(
                                resize.owner(),
                                Permission.FUNCTIONS_READ,
                                Permission.FUNCTIONS_WRITE)
                        .token();

        HttpResponse<String> refused =
                new Asked(port).ask("POST", "/api/v1" + resize.triggers(), key, wish(""));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
        assertThat(refused.body()).contains("storage:read");
    }

    private String made() {
        return id(resize.trigger(wish("")));
    }

    private void publish(String type, String data) {
        ask(
                "POST",
                "/topics/orders/events",
                "{\"type\": \"%s\", \"data\": %s}".formatted(type, data),
                202);
    }

    /** Of the last day: events, those not wanted, failures, calls and those that failed. */
    private List<Integer> awaitSums(JsonNode trigger) {
        String path = "/triggers/" + id(trigger) + "/metrics";
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                Stream.of("events", "calls")
                                        .allMatch(
                                                what -> sum(ask("GET", path, "", 200), what) > 0));
        JsonNode points = ask("GET", path, "", 200);
        return Stream.of("events", "filtered", "failures", "calls", "errors")
                .map(what -> sum(points, what))
                .toList();
    }

    private static int sum(JsonNode metrics, String what) {
        return metrics.path("points").valueStream().mapToInt(p -> p.path(what).asInt()).sum();
    }

    private JsonNode awaitCall() {
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                !ask("GET", "/functions/resize/invocations", "", 200)
                                        .path("items")
                                        .isEmpty());
        return ask("GET", "/functions/resize/invocations", "", 200).path("items").get(0);
    }

    private List<String> actions() {
        return ask("GET", "/audit", "", 200)
                .path("items")
                .valueStream()
                .map(each -> each.path("action").asString())
                .toList();
    }

    private JsonNode change(JsonNode trigger, String body, int status) {
        return ask("PATCH", resize.triggers() + "/" + id(trigger), body, status);
    }

    private static String id(JsonNode trigger) {
        return trigger.path("id").asString();
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items").valueStream().map(TriggersTests::id).toList();
    }

    private static String wish(String more) {
        return WISH.formatted(more);
    }

    private JsonNode ask(String method, String path, String body, int status) {
        HttpResponse<String> answer = resize.ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer);
    }
}

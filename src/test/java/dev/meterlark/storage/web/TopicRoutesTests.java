package dev.meterlark.storage.web;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;

/** Topics over HTTP, to the queues that subscribed. */
@MeterlarkTest
class TopicRoutesTests {

    private static final String TOPICS = "/api/v1/topics";
    private static final String EVENTS = TOPICS + "/orders/events";
    private static final String SUBSCRIPTIONS = TOPICS + "/orders/subscriptions";

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newTopic() {
        owner = tenants.newOwner();
        asked = new Asked(port);
        make(TOPICS, "{\"name\": \"orders\"}");
    }

    @Test
    void anEventGoesToEachQueueThatWantsIt() {
        make("/api/v1/queues", "{\"name\": \"all\"}");
        make("/api/v1/queues", "{\"name\": \"large\"}");
        make(SUBSCRIPTIONS, "{\"queue\": \"all\"}");
        make(
                SUBSCRIPTIONS,
                "{\"name\": \"big-ones\", \"queue\": \"large\", \"filter\": {\"type\":"
                        + " [{\"prefix\": \"order.\"}], \"data\": {\"total\": [{\"numeric\":"
                        + " [\">\", 100]}]}}}");

        HttpResponse<String> small =
                publish("{\"type\": \"order.paid\", \"data\": {\"total\": 7}}");
        HttpResponse<String> large =
                publish("{\"type\": \"order.paid\", \"data\": {\"total\": 700}}");

        assertThat(small.statusCode()).as(small.body()).isEqualTo(202);
        assertThat(json(small).path("deliveries").asInt()).isEqualTo(1);
        assertThat(json(large).path("deliveries").asInt()).isEqualTo(2);
        JsonNode event = received("large");
        assertThat(event.path("id")).isEqualTo(json(large).path("id"));
        assertThat(event.path("specversion").asString()).isEqualTo("1.0");
        assertThat(event.path("source").asString()).isEqualTo("/topics/orders");
        assertThat(event.path("datacontenttype").asString()).isEqualTo("application/json");
        assertThat(event.path("data").path("total").asInt()).isEqualTo(700);
        assertThat(received("all").path("type").asString()).isEqualTo("order.paid");
        assertThat(received("all").path("type").asString()).isEqualTo("order.paid");
    }

    @Test
    void aCloudEventKeepsWhatItCameWith() {
        make("/api/v1/queues", "{\"name\": \"all\"}");
        make(SUBSCRIPTIONS, "{\"queue\": \"all\"}");
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"/shop\",\"type\":\"sold\","
                        + "\"time\":\"2026-11-23T12:00:00Z\",\"subject\":\"7\",\"tenantid\":\"x\","
                        + "\"data_base64\":\"AQI=\"}";

        HttpResponse<String> published =
                asked.send(
                        asked.request(
                                        EVENTS,
                                        "Authorization",
                                        "Bearer " + owner.token(),
                                        "Content-Type",
                                        "application/cloudevents+json")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(event)));

        assertThat(published.statusCode()).as(published.body()).isEqualTo(202);
        assertThat(received("all")).isEqualTo(JsonMapper.shared().readTree(event));
    }

    @Test
    void aSubscriptionIsChangedAndEnds() {
        make("/api/v1/queues", "{\"name\": \"all\"}");
        make(SUBSCRIPTIONS, "{\"queue\": \"all\", \"filter\": {\"type\": [\"a\"]}}");
        String one = SUBSCRIPTIONS + "/all";

        assertThat(deliveries("{\"type\": \"b\"}")).isZero();
        HttpResponse<String> changed = ask("PUT", one, "{\"filter\": {\"type\": [\"b\"]}}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(deliveries("{\"type\": \"b\"}")).isEqualTo(1);
        assertThat(json(ask("GET", SUBSCRIPTIONS, "")).path("items")).hasSize(1);
        assertThat(ask("DELETE", one, "").statusCode()).isEqualTo(204);
        assertThat(ask("GET", one, "").statusCode()).isEqualTo(404);
        assertThat(deliveries("{\"type\": \"b\"}")).isZero();
    }

    @Test
    void aSubscriptionGoesWithItsQueueAndWithItsTopic() {
        make("/api/v1/queues", "{\"name\": \"all\"}");
        make(SUBSCRIPTIONS, "{\"queue\": \"all\"}");
        ask("DELETE", "/api/v1/queues/all", "");
        assertThat(json(ask("GET", SUBSCRIPTIONS, "")).path("items")).isEmpty();

        assertThat(ask("DELETE", TOPICS + "/orders", "").statusCode()).isEqualTo(204);
        assertThat(ask("GET", TOPICS + "/orders", "").statusCode()).isEqualTo(404);
        assertThat(publish("{\"type\": \"a\"}").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | must be an object",
                "{} | type must be text",
                "{\"type\": 7} | type must be text of 1 to 1024 characters, was: '7'",
                "{\"type\": \"a\", \"specversion\": \"0.3\"} | specversion must be",
                "{\"type\": \"a\", \"time\": \"noon\"} | time must be as in",
                "{\"type\": \"a\", \"Colour\": \"red\"} | 'Colour'",
                "{\"type\": \"a\", \"order\": {\"id\": 1}} | goes into data",
                "{\"type\": \"a\", \"data\": 1, \"data_base64\": \"AQ==\"} | not both"
            })
    void whatIsNoEventIsRefused(String body, String said) {
        HttpResponse<String> answer = publish(body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).path("detail").asString()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | queue must be a queue of the account, was: missing",
                "{\"queue\": \"none\"} | was: 'none'",
                "{\"queue\": \"moves\"} | ordered by group",
                "{\"queue\": \"all\", \"filter\": {\"type\": \"a\"}} | filter at type",
                "{\"queue\": \"all\", \"name\": \"a b\"} | 'a b'"
            })
    void whatIsNoSubscriptionIsRefused(String body, String said) {
        make("/api/v1/queues", "{\"name\": \"all\"}");
        make("/api/v1/queues", "{\"name\": \"moves\", \"orderedByGroup\": true}");

        HttpResponse<String> answer = ask("POST", SUBSCRIPTIONS, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(json(answer).path("detail").asString()).contains(said);
    }

    @Test
    void anEventThatIsTooLargeIsRefused() {
        HttpResponse<String> answer =
                publish("{\"type\": \"a\", \"data\": \"" + "x".repeat(256 << 10) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("262144 bytes");
    }

    private int deliveries(String event) {
        return json(publish(event)).path("deliveries").asInt();
    }

    private HttpResponse<String> publish(String event) {
        return ask("POST", EVENTS, event);
    }

    private JsonNode received(String queue) {
        JsonNode items =
                json(ask("GET", "/api/v1/queues/%s/messages?wait=20".formatted(queue), ""))
                        .path("items");
        assertThat(items).hasSize(1);
        return JsonMapper.shared().readTree(items.get(0).path("body").asString());
    }

    private void make(String path, String body) {
        HttpResponse<String> made = ask("POST", path, body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return asked.ask(method, path, owner.token(), body);
    }
}

package dev.meterlark.trigger.topic;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.WebhookSignature;
import dev.meterlark.network.Receiver;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.storage.topic.TopicEvents;
import dev.meterlark.trigger.TriggeredFunction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/** Functions and web addresses that get the events of topics, and the account's own topic. */
@MeterlarkTest
class TopicSubscribersTests {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SUBSCRIPTIONS = "/topics/orders/subscriptions";
    private static final String SYSTEM = "/topics/meterlark.system";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @Autowired TopicEvents events;
    @Autowired InstantSource clock;

    private TriggeredFunction mail;

    @BeforeEach
    void aFunctionAndATopic() {
        mail = new TriggeredFunction(port, tenants, workers, "mail");
        ask("POST", "/topics", "{\"name\": \"orders\"}", 201);
    }

    @Test
    void aFunctionThatSubscribedIsCalledWithWhatItWants() {
        JsonNode made =
                ask(
                        "POST",
                        SUBSCRIPTIONS,
                        "{\"function\": \"mail\", \"filter\": {\"type\": [\"paid\"]}}",
                        201);

        publish("{\"type\": \"made\"}");
        publish("{\"type\": \"paid\", \"data\": 7}");

        assertThat(made.path("name").asString()).isEqualTo("mail");
        assertThat(made.path("function").asString()).isEqualTo("mail");
        assertThat(made.has("queue")).isFalse();
        assertThat(mail.awaitEvents(1).getFirst().path("data").asInt()).isEqualTo(7);
        assertThat(mail.depths()).containsExactly(0);
        JsonNode refused = ask("DELETE", "/functions/mail", "", 409);
        assertThat(refused.path("detail").asString()).contains("subscription mail");
    }

    @Test
    void aPipelineIsCalledAsAFunctionIs() {
        ask("POST", "/pipelines", "{\"name\": \"all-of-it\", \"definition\": \"mail\"}", 201);
        ask("POST", SUBSCRIPTIONS, "{\"pipeline\": \"all-of-it\"}", 201);

        publish("{\"type\": \"paid\", \"data\": 7}");

        assertThat(mail.awaitEvents(1).getFirst().path("data").asInt()).isEqualTo(7);
    }

    @Test
    void aWebhookGetsTheEventSignedByTheSubscriptionsOwnKey() {
        try (Receiver receiver = Receiver.answering(200)) {
            ask("POST", SUBSCRIPTIONS, "{\"webhook\": \"%s\"}".formatted(receiver.url()), 201);
            String secret =
                    ask("POST", SUBSCRIPTIONS + "/webhook/secret", "{}", 200)
                            .path("secret")
                            .asString();

            publish("{\"type\": \"paid\", \"data\": 7}");

            await().atMost(LONG).until(() -> !receiver.received().isEmpty());
            Receiver.Received got = receiver.received().getFirst();
            byte[] body = got.body().getBytes(UTF_8);
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            String signed =
                    WebhookSignature.headers(
                                    got.headers().getOrDefault("webhook-id", ""),
                                    Instant.ofEpochSecond(
                                            Long.parseLong(
                                                    got.headers()
                                                            .getOrDefault(
                                                                    "webhook-timestamp", "0"))),
                                    body,
                                    List.of(key))
                            .get("webhook-signature");
            assertThat(got.headers().get("webhook-signature")).contains(signed);
            assertThat(got.headers().get("content-type")).isEqualTo("application/cloudevents+json");
            assertThat(JsonMapper.shared().readTree(body).path("data").asInt()).isEqualTo(7);
            assertThat(ask("GET", SUBSCRIPTIONS + "/webhook", "", 200).toString())
                    .doesNotContain(secret);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; queue must be a queue",
                "{\"function\": \"none\"}; there is no such function",
                "{\"function\": \"mail\", \"qualifier\": \"none\"}; qualifier must be",
                "{\"function\": \"mail\", \"webhook\": \"http://a.example\"}; has one of",
                "{\"webhook\": \"http://169.254.169.254/\"}; cannot be sent",
                "{\"webhook\": \"file:///etc/passwd\"}; cannot be sent",
                "{\"webhook\": \"https://a b\"}; without spaces",
                "{\"pipeline\": \"mail\"}; there is no such pipeline",
            })
    void whatCannotBeToldIsRefused(String wish, String reason) {
        assertThat(ask("POST", SUBSCRIPTIONS, wish, 400).path("detail").asString())
                .contains(reason);
    }

    @Test
    void everyAccountHasATopicThatOnlyThePlatformPublishesTo() {
        assertThat(ask("GET", "/topics", "", 200).path("items").findValuesAsString("name"))
                .containsExactly("meterlark.system", "orders");
        ask("GET", SYSTEM, "", 200);
        ask("DELETE", SYSTEM, "", 409);
        ask("POST", SYSTEM + "/events", "{\"type\": \"forged\"}", 409);
        ask("POST", "/topics", "{\"name\": \"meterlark.system\"}", 400);
    }

    @Test
    void whatHappensInTheAccountIsToldOnItsOwnTopic() {
        TriggeredFunction other = new TriggeredFunction(port, mail.owner(), workers, "other");
        ask(
                "POST",
                SYSTEM + "/subscriptions",
                "{\"function\": \"mail\", \"filter\": {\"type\": [\"dev.meterlark.trigger.paused\","
                    + " \"dev.meterlark.function.deployed\", \"dev.meterlark.call.given-up\"]}}",
                201);
        other.answers(_ -> FakeWorkers.failed("Error", "it broke"));
        ask("PUT", "/functions/other/async", "{\"maxRetries\": 0}", 200);
        JsonNode trigger = other.trigger("{\"type\": \"topic\", \"topic\": \"orders\"}");

        publish("{\"type\": \"paid\"}");
        mail.awaitEvents(1);
        other.ask("PUT", "/functions/other/code", "// more");
        other.ask("POST", other.triggers() + "/" + trigger.path("id").asString() + "/pause", "{}");

        mail.awaitEvents(2);
        JsonNode givenUp = mail.events().getFirst();
        assertThat(givenUp.path("type").asString()).isEqualTo("dev.meterlark.call.given-up");
        assertThat(givenUp.path("data").path("function").asString()).isEqualTo("other");
        assertThat(givenUp.path("data").path("errorMessage").asString()).isEqualTo("it broke");
        assertThat(mail.depths().getFirst()).isEqualTo(1);
        assertThat(mail.events().get(1).path("data").path("subject").asString())
                .isIn("trigger:" + trigger.path("id").asString(), "function:other");
    }

    @Test
    void aFunctionThatFailsAtBeingToldOfItsFailuresComesToAnEnd() {
        JsonNode trigger =
                mail.trigger(
                        "{\"type\": \"topic\", \"topic\": \"meterlark.system\", \"filter\":"
                                + " {\"type\": [\"dev.meterlark.call.given-up\"]}}");
        mail.answers(_ -> FakeWorkers.failed("Error", "again"));
        ask("PUT", "/functions/mail/async", "{\"maxRetries\": 0}", 200);

        ask(
                "POST",
                mail.triggers() + "/" + trigger.path("id").asString() + "/test",
                "{\"event\": {\"type\": \"dev.meterlark.call.given-up\"}}",
                202);

        JsonNode status =
                mail.awaitStatus(
                        trigger,
                        shown -> shown.path("lastError").asString("").contains("made each other"));
        assertThat(status.path("failures").asInt()).isPositive();
        assertThat(mail.depths()).hasSize(17).endsWith(16);
    }

    @Test
    void anEventThatACallPublishedMakesAChildOfIt() {
        mail.trigger("{\"type\": \"topic\", \"topic\": \"orders\"}");
        ask("POST", SUBSCRIPTIONS, "{\"function\": \"mail\"}", 201);
        var by =
                new CallingInvocation(
                        InvocationId.at(clock.instant()), 4, TriggeredFunction.TRACEPARENT);

        events.publish(
                mail.owner().account().id(),
                "orders",
                JsonMapper.shared().readTree("{\"type\": \"paid\"}"),
                by);

        mail.awaitEvents(2);
        assertThat(mail.depths()).containsExactly(5, 5);
        assertThat(mail.traces()).allMatch(TriggeredFunction::isOfTheTrace);
    }

    private void publish(String event) {
        ask("POST", "/topics/orders/events", event, 202);
    }

    private JsonNode ask(String method, String path, String body, int status) {
        HttpResponse<String> answer = mail.ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer);
    }
}

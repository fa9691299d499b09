package dev.meterlark.trigger.queue;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.storage.queue.NewMessage;
import dev.meterlark.storage.queue.QueueMessages;
import dev.meterlark.trigger.TriggeredFunction;
import dev.meterlark.worker.Ending;

import io.micrometer.core.instrument.MeterRegistry;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Messages that make a function run, through the whole application but for the sandbox. */
@MeterlarkTest
class QueueTriggerTests {

    private static final Duration LONG = Duration.ofSeconds(60);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @Autowired MeterRegistry meters;
    @Autowired QueueMessages messages;

    private TriggeredFunction ship;

    @BeforeEach
    void aFunctionAndAQueue() {
        ship = new TriggeredFunction(port, tenants, workers, "ship");
        ask("POST", "/queues", "{\"name\": \"given-up\"}", 201);
        ask(
                "POST",
                "/queues",
                "{\"name\": \"orders\", \"visibilityTimeout\": 0, \"maxReceives\": 3,"
                        + " \"deadLetterQueue\": \"given-up\"}",
                201);
    }

    @Test
    void messagesAreRunInBatchesOfSqssShapeAndDeleted() {
        send("orders", "{\"body\": {\"n\": 1}, \"attributes\": {\"colour\": \"red\"}}");
        send("orders", "{\"body\": \"two\"}");
        send("orders", "{\"body\": \"three\"}");

        JsonNode trigger = trigger("orders", ", \"batchSize\": 2, \"maxConcurrency\": 1");

        assertThat(ship.awaitEvents(2))
                .extracting(each -> each.path("Records").size())
                .containsExactly(2, 1);
        JsonNode first = ship.events().getFirst().path("Records").get(0);
        assertThat(first.path("body").asString()).isEqualTo("{\"n\":1}");
        assertThat(first.path("eventSource").asString()).isEqualTo("aws:sqs");
        assertThat(first.path("eventSourceARN").asString())
                .isEqualTo(
                        "arn:aws:sqs:us-east-1:%s:orders"
                                .formatted(ship.owner().account().number()));
        assertThat(first.path("attributes").path("ApproximateReceiveCount").asString())
                .isEqualTo("1");
        assertThat(first.path("messageAttributes").path("colour").path("stringValue").asString())
                .isEqualTo("red");
        awaitEmpty("orders");
        JsonNode status = ship.awaitStatus(trigger, shown -> shown.path("events").asInt() == 3);
        assertThat(status.path("waiting").asInt()).isZero();
        assertThat(meters.timer("meterlark.triggers.lag", "type", "queue").count()).isPositive();
    }

    @Test
    void aMessageThatACallSentMakesItsChildRunAndAChainThatIsTooLongEnds() {
        sentBy(4, "{\"n\": 4}");
        sentBy(16, "{\"n\": 16}");
        JsonNode shown = ask("GET", "/queues/orders/messages?max=10&visibilityTimeout=0", "", 200);
        assertThat(shown.toString()).contains("receipt").doesNotContain("sentBy", "depth", "trace");

        JsonNode trigger = trigger("orders", ", \"batchSize\": 1");

        await().atMost(LONG).until(() -> counts("given-up").path("waiting").asInt() == 1);
        assertThat(ship.depths()).containsExactly(5);
        assertThat(ship.traces()).allMatch(TriggeredFunction::isOfTheTrace);
        JsonNode status = ship.awaitStatus(trigger, all -> all.has("lastError"));
        assertThat(status.path("lastError").asString()).contains("16");
    }

    private void sentBy(int depth, String body) {
        new CallingInvocation(InvocationId.at(Instant.now()), depth, TriggeredFunction.TRACEPARENT)
                .doing(
                        () ->
                                messages.send(
                                        ship.owner().account().id(),
                                        "orders",
                                        List.of(new NewMessage(body, Map.of(), null, null, null))));
    }

    @Test
    void onlyTheMessagesThatFailedComeAgain() {
        Set<String> failed = ConcurrentHashMap.newKeySet();
        ship.answers(
                event -> {
                    StringBuilder items = new StringBuilder();
                    for (JsonNode record : event.path("Records")) {
                        String id = record.path("messageId").asString();
                        if (record.path("body").asString().equals("bad") && failed.add(id)) {
                            items.append("{\"itemIdentifier\": \"%s\"}".formatted(id));
                        }
                    }
                    return TriggeredFunction.succeeded(
                            "{\"batchItemFailures\": [%s]}".formatted(items));
                });
        send("orders", "{\"body\": \"good\"}");
        send("orders", "{\"body\": \"bad\"}");

        trigger("orders", "");

        awaitEmpty("orders");
        List<String> bodies = bodies();
        assertThat(bodies.stream().filter("good"::equals)).hasSize(1);
        assertThat(bodies.stream().filter("bad"::equals)).hasSize(2);
        assertThat(counts("given-up").path("waiting").asInt()).isZero();
    }

    @Test
    void aPoisonMessageIsGivenUpByItsQueueAndItsNeighboursAreRun() {
        ship.answers(
                event ->
                        bodiesOf(event).contains("poison")
                                ? FakeWorkers.failed("Error", "it cannot be digested")
                                : TriggeredFunction.succeeded("null"));
        send("orders", "{\"body\": \"poison\"}");
        JsonNode trigger = trigger("orders", ", \"batchSize\": 1");
        send("orders", "{\"body\": \"fine\"}");

        await().atMost(LONG).until(() -> counts("given-up").path("waiting").asInt() == 1);
        awaitEmpty("orders");
        assertThat(bodies().stream().filter("poison"::equals)).hasSize(3);
        assertThat(bodies()).contains("fine");
        JsonNode status = ship.awaitStatus(trigger, shown -> shown.has("lastError"));
        assertThat(status.path("lastError").asString()).isEqualTo("it cannot be digested");
    }

    @Test
    void ofAGroupNoneOvertakesOneThatFailed() {
        ask(
                "POST",
                "/queues",
                "{\"name\": \"in-order\", \"orderedByGroup\": true, \"visibilityTimeout\": 0}",
                201);
        Set<String> failed = ConcurrentHashMap.newKeySet();
        List<String> done = new ArrayList<>();
        ship.answers(event -> failingOnce("b", event, failed, done));
        for (String body : List.of("a", "b", "c", "d")) {
            send("in-order", "{\"body\": \"%s\", \"group\": \"g\"}".formatted(body));
        }

        trigger("in-order", "");

        awaitEmpty("in-order");
        assertThat(done).containsExactly("a", "b", "c", "d");
        assertThat(bodies()).containsExactly("a", "b", "c", "d", "b", "c", "d");
    }

    /** As a function does that stops at the first that fails, and names that one alone. */
    private static Ending failingOnce(
            String body, JsonNode event, Set<String> failed, List<String> done) {
        for (JsonNode record : event.path("Records")) {
            String id = record.path("messageId").asString();
            if (record.path("body").asString().equals(body) && failed.add(id)) {
                return TriggeredFunction.succeeded(
                        "{\"batchItemFailures\": [{\"itemIdentifier\": \"%s\"}]}".formatted(id));
            }
            done.add(record.path("body").asString());
        }
        return TriggeredFunction.succeeded("{\"batchItemFailures\": []}");
    }

    @Test
    void whatTheFilterDoesNotWantIsDeleted() {
        send("orders", "{\"body\": {\"kind\": \"small\"}}");
        send("orders", "{\"body\": {\"kind\": \"large\"}}");
        send("orders", "{\"body\": \"no JSON\"}");

        trigger("orders", ", \"filter\": {\"body\": {\"kind\": [\"large\"]}}");

        awaitEmpty("orders");
        assertThat(bodies()).containsExactly("{\"kind\":\"large\"}");
    }

    @Test
    void messagesOfADeletedFunctionStayAndADeletedQueueIsSaid() {
        JsonNode trigger = trigger("orders", "");
        ship.ask("DELETE", "/functions/ship", "");
        send("orders", "{\"body\": \"waits\"}");

        assertThat(counts("orders").path("waiting").asInt()).isEqualTo(1);
        ship.ask("DELETE", "/queues/orders", "");
        JsonNode shown = ask("GET", "/triggers/" + trigger.path("id").asString(), "", 200);
        assertThat(shown.path("state").asString()).isEqualTo("paused");
        assertThat(shown.path("status").path("trouble").asString())
                .isEqualTo("the queue was deleted");
        assertThat(ship.events()).isEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        String wish = "{\"type\": \"queue\", \"queue\": \"orders\"%s}";
        for (String more :
                List.of(
                        ", \"batchSize\": 0",
                        ", \"batchSize\": 1001",
                        ", \"batchWindow\": 301",
                        ", \"maxConcurrency\": 0",
                        ", \"maxConcurrency\": 1.5")) {
            ask("POST", ship.triggers(), wish.formatted(more), 400);
        }
        ask("POST", ship.triggers(), "{\"type\": \"queue\", \"queue\": \"none\"}", 400);
        ask("POST", ship.triggers(), "{\"type\": \"queue\"}", 400);
    }

    private JsonNode trigger(String queue, String more) {
        return ship.trigger("{\"type\": \"queue\", \"queue\": \"%s\"%s}".formatted(queue, more));
    }

    private void send(String queue, String message) {
        ask("POST", "/queues/" + queue + "/messages", message, 201);
    }

    private List<String> bodies() {
        return ship.events().stream().flatMap(each -> bodiesOf(each).stream()).toList();
    }

    private static List<String> bodiesOf(JsonNode event) {
        return event.path("Records")
                .valueStream()
                .map(each -> each.path("body").asString())
                .toList();
    }

    private JsonNode counts(String queue) {
        return ask("GET", "/queues/" + queue, "", 200).path("messages");
    }

    private void awaitEmpty(String queue) {
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            JsonNode counts = counts(queue);
                            return counts.path("waiting").asInt() == 0
                                    && counts.path("inFlight").asInt() == 0
                                    && counts.path("delayed").asInt() == 0;
                        });
    }

    private JsonNode ask(String method, String path, String body, int status) {
        HttpResponse<String> answer = ship.ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json(answer);
    }
}

package dev.meterlark.trigger.table;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.edge.CallingInvocation;
import dev.meterlark.invocation.BatchAnswers;
import dev.meterlark.invocation.Event;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.shared.InvocationId;
import dev.meterlark.storage.table.Condition;
import dev.meterlark.storage.table.Document;
import dev.meterlark.storage.table.Items;
import dev.meterlark.storage.table.Operation;
import dev.meterlark.trigger.TriggeredFunction;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a function gets to know of a table's changes. */
@MeterlarkTest
class TableTriggerTests {

    private static final String ORDERS = "/tables/orders";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @Autowired Items items;
    @Autowired List<BatchAnswers> answers;

    private TriggeredFunction index;

    @BeforeEach
    void aFunctionAndATable() {
        index = new TriggeredFunction(port, tenants, workers, "index");
        ask("POST", "/tables", "{\"name\": \"orders\"}", 201);
    }

    @Test
    void aChangeReachesItsFunctionWithWhatWasBeforeAndWhatIsNow() {
        put("a", "{\"n\":1}");
        JsonNode trigger = index.trigger(wish(""));
        put("a", "{\"n\":1.50}");
        ask("DELETE", ORDERS + "/items/a", "", 204);

        List<JsonNode> events = awaitEvents(2);

        JsonNode changed = events.getFirst();
        assertThat(changed.path("specversion").asString()).isEqualTo("1.0");
        assertThat(changed.path("type").asString()).isEqualTo("dev.meterlark.table.item.changed");
        assertThat(changed.path("source").asString()).isEqualTo("/tables/orders");
        assertThat(changed.path("subject").asString()).isEqualTo("a");
        assertThat(changed.path("data").path("before").toString()).isEqualTo("{\"n\":1}");
        assertThat(changed.path("data").path("after").path("n").decimalValue())
                .isEqualByComparingTo(new BigDecimal("1.50"));
        JsonNode deleted = events.get(1);
        assertThat(deleted.path("type").asString()).isEqualTo("dev.meterlark.table.item.deleted");
        assertThat(deleted.path("data").path("after").isNull()).isTrue();
        assertThat(deleted.path("data").path("version").asLong())
                .isGreaterThan(changed.path("data").path("version").asLong());
        JsonNode status = index.awaitStatus(trigger, shown -> shown.path("waiting").asInt(-1) == 0);
        assertThat(status.path("lost").asInt()).isZero();
        assertThat(status.has("warning")).isFalse();
    }

    @Test
    void fromTheBeginningItGetsWhatIsThereAndThenEachChangeInOrder() {
        for (int i = 0; i < 12; i++) {
            put("key " + i, "{\"n\":0}");
        }
        index.trigger(wish(", \"start\": \"beginning\", \"batchSize\": 5"));
        for (int n = 1; n <= 3; n++) {
            for (int i = 0; i < 12; i++) {
                put("key " + i, "{\"n\":" + n + "}");
            }
        }

        Map<String, Integer> last = new HashMap<>();
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            last.clear();
                            events().forEach(event -> follow(event, last));
                            return last.size() == 12
                                    && last.values().stream().allMatch(n -> n == 3);
                        });
        assertThat(index.events()).allMatch(batch -> batch.path("events").size() <= 5);
    }

    /** One that changed before it was come to begins with that change, and what was before. */
    private static void follow(JsonNode event, Map<String, Integer> last) {
        JsonNode data = event.path("data");
        int n = data.path("after").path("n").asInt();
        boolean found = event.path("type").asString().endsWith(".found");
        Integer before = last.put(data.path("key").asString(), n);
        assertThat(n).isEqualTo(found ? 0 : data.path("before").path("n").asInt() + 1);
        assertThat(before).isIn(null, n - 1);
    }

    @Test
    void ofABatchItIsTriedAgainFromTheFirstChangeOnThatFailed() {
        for (String key : List.of("a", "b", "c")) {
            put(key, "{}");
        }
        index.trigger(wish(", \"start\": \"beginning\""));
        List<JsonNode> changes = awaitEvents(3);

        assertThat(triedAgain(changes, changes.get(1).path("id").asString()))
                .isEqualTo(changes.subList(1, 3));
        assertThat(triedAgain(changes, "no change of this batch")).isEqualTo(changes);
    }

    private List<JsonNode> triedAgain(List<JsonNode> changes, String failed) {
        String batch = "{\"events\": %s}".formatted(changes);
        String answer = "{\"batchItemFailures\": [{\"itemIdentifier\": \"%s\"}]}".formatted(failed);
        return answers.stream()
                .map(
                        each ->
                                each.remaining(
                                        Event.json(batch.getBytes(UTF_8), "table"),
                                        answer.getBytes(UTF_8)))
                .flatMap(Optional::stream)
                .map(rest -> JsonMapper.shared().readTree(rest.event()))
                .flatMap(rest -> rest.path("events").valueStream())
                .toList();
    }

    @Test
    void whatACallChangesGoesOnWithItsTrace() {
        index.trigger(wish(""));
        var put =
                new Operation.Put(
                        "a", Document.parse("{}".getBytes(UTF_8)), new Condition.Always(), null);
        new CallingInvocation(InvocationId.at(Instant.EPOCH), 0, TriggeredFunction.TRACEPARENT)
                .doing(() -> items.put(index.owner().account().id(), "orders", put));

        awaitEvents(1);
        assertThat(index.traces()).allMatch(TriggeredFunction::isOfTheTrace);
    }

    @Test
    void whatChangesWhileItIsPausedComesWhenItGoesOn() {
        JsonNode trigger = index.trigger(wish(", \"filter\": {\"data\": {\"key\": [\"b\"]}}"));
        String address = index.triggers() + "/" + trigger.path("id").asString();
        ask("POST", address + "/pause", "", 200);
        put("a", "{}");
        put("b", "{}");
        assertThat(index.show(trigger).path("status").path("waiting").asInt()).isEqualTo(2);
        ask("POST", address + "/resume", "", 200);

        assertThat(awaitEvents(1).getFirst().path("subject").asString()).isEqualTo("b");
        index.awaitStatus(trigger, shown -> shown.path("waiting").asInt(-1) == 0);
    }

    @Test
    void aTableThatIsGoneIsSaidAndANewOneIsBegunWhenTheTriggerGoesOn() {
        JsonNode trigger = index.trigger(wish(""));
        String address = index.triggers() + "/" + trigger.path("id").asString();
        ask("DELETE", ORDERS, "", 204);

        assertThat(index.show(trigger).path("status").path("trouble").asString())
                .contains("the table orders was deleted");
        ask("POST", address + "/pause", "", 200);
        ask("POST", address + "/resume", "", 400);
        ask("POST", "/tables", "{\"name\": \"orders\"}", 201);
        ask("POST", address + "/resume", "", 200);
        put("a", "{}");

        assertThat(awaitEvents(1).getFirst().path("subject").asString()).isEqualTo("a");
    }

    @Test
    void aTestEventHasTheShapeOfAChange() {
        JsonNode trigger = index.trigger(wish(""));

        JsonNode tried =
                ask(
                        "POST",
                        index.triggers() + "/" + trigger.path("id").asString() + "/test",
                        "{}",
                        202);

        assertThat(tried.path("event").toString()).contains("\"before\":{", "\"after\":{");
    }

    @Test
    void whatCannotBeIsRefused() {
        refused("{\"type\": \"table\"}", "table is missing");
        refused("{\"type\": \"table\", \"table\": \"none\"}", "table must be a table");
        refused(wish(", \"start\": \"later\""), "start must be now or beginning");
        refused(wish(", \"batchSize\": 1001"), "batchSize");
        ask("POST", "/tables", "{\"name\": \"others\"}", 201);
        JsonNode trigger = index.trigger(wish(""));
        JsonNode problem =
                ask(
                        "PATCH",
                        index.triggers() + "/" + trigger.path("id").asString(),
                        "{\"table\": \"others\"}",
                        400);
        assertThat(problem.path("detail").asString()).contains("decided when a trigger is made");
    }

    private void refused(String wish, String why) {
        JsonNode problem = ask("POST", index.triggers(), wish, 400);
        assertThat(problem.path("detail").asString()).contains(why);
    }

    private List<JsonNode> awaitEvents(int count) {
        await().atMost(Duration.ofSeconds(60)).until(() -> events().size() >= count);
        return events();
    }

    private List<JsonNode> events() {
        return index.events().stream()
                .flatMap(batch -> batch.path("events").valueStream())
                .toList();
    }

    private void put(String key, String document) {
        HttpResponse<String> put =
                index.ask("PUT", ORDERS + "/items/" + key.replace(" ", "%20"), document);
        assertThat(put.statusCode()).as(put.body()).isIn(200, 201);
    }

    private JsonNode ask(String method, String path, String body, int status) {
        HttpResponse<String> answer = index.ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body().isEmpty() ? MissingNode.getInstance() : json(answer);
    }

    private static String wish(String more) {
        return "{\"type\": \"table\", \"table\": \"orders\"%s}".formatted(more);
    }
}

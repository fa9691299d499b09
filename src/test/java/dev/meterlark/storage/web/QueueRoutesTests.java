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
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/** Queues over HTTP. */
@MeterlarkTest
class QueueRoutesTests {

    private static final String QUEUES = "/api/v1/queues";
    private static final String MESSAGES = QUEUES + "/orders/messages";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired JdbcClient database;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
        asked = new Asked(port);
    }

    @Test
    void aQueueIsMadeWithWhatIsUsualWhereNothingIsSaid() {
        HttpResponse<String> made = ask("POST", QUEUES, "{\"name\": \"orders\"}");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(Asked.header(made, "Location")).isEqualTo(QUEUES + "/orders");
        JsonNode queue = json(ask("GET", QUEUES + "/orders", ""));
        assertThat(queue.path("visibilityTimeout").asInt()).isEqualTo(30);
        assertThat(queue.path("retention").asInt()).isEqualTo(345_600);
        assertThat(queue.path("delay").asInt()).isZero();
        assertThat(queue.path("orderedByGroup").asBoolean()).isFalse();
        assertThat(queue.path("messages").path("waiting").asInt()).isZero();
        assertThat(names(json(ask("GET", QUEUES, "")))).containsExactly("orders");
        assertThat(ask("POST", QUEUES, "{\"name\": \"orders\"}").statusCode()).isEqualTo(409);
        assertThat(audited()).containsExactly("queue.created");
    }

    @Test
    void aMessageIsSentReceivedAndSettled() {
        make("orders", "");
        JsonNode sent =
                json(
                        ask(
                                "POST",
                                MESSAGES,
                                "{\"body\": \"one\", \"attributes\": {\"colour\": \"red\"}}"));

        JsonNode received = json(ask("GET", MESSAGES + "?max=10", "")).path("items");
        assertThat(received).hasSize(1);
        JsonNode message = received.get(0);
        assertThat(message.path("id")).isEqualTo(sent.path("id"));
        assertThat(message.path("body").asString()).isEqualTo("one");
        assertThat(message.path("attributes").path("colour").asString()).isEqualTo("red");
        String one = MESSAGES + "/" + message.path("receipt").asString();
        HttpResponse<String> hidden = ask("PATCH", one, "{\"visibilityTimeout\": 600}");
        assertThat(hidden.statusCode()).as(hidden.body()).isEqualTo(200);
        assertThat(ask("DELETE", one, "").statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", one, "").statusCode()).isEqualTo(404);
        assertThat(ask("PATCH", one, "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void whatIsNoTextIsSentAsItIsWritten() {
        make("orders", "");
        ask("POST", MESSAGES, "{\"body\": {\"order\":1}}");

        JsonNode message = json(ask("GET", MESSAGES, "")).path("items").get(0);

        assertThat(message.path("body").asString()).isEqualTo("{\"order\":1}");
    }

    @Test
    void aBatchIsSentInOneRequest() {
        make("orders", "");
        HttpResponse<String> sent =
                ask(
                        "POST",
                        MESSAGES + "/batch",
                        "{\"messages\": [{\"body\": \"one\"}, {\"body\": \"two\"}]}");

        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
        assertThat(json(sent).path("items")).hasSize(2);
        assertThat(json(ask("GET", MESSAGES + "?max=10", "")).path("items")).hasSize(2);
    }

    @Test
    void whoWaitsIsAnsweredWhenAMessageComes() throws Exception {
        make("orders", "");
        var waits =
                CompletableFuture.supplyAsync(
                        () -> new Asked(port).ask("GET", MESSAGES + "?wait=20", key(), ""));
        while (waiting() < 1 && !waits.isDone()) {
            Thread.onSpinWait();
        }

        ask("POST", MESSAGES, "{\"body\": \"at last\"}");

        JsonNode items = json(waits.get(20, TimeUnit.SECONDS)).path("items");
        assertThat(items.get(0).path("body").asString()).isEqualTo("at last");
    }

    @Test
    void whatWasGivenUpGoesBackWhenItIsRedriven() {
        make("dead", "");
        make(
                "orders",
                ", \"visibilityTimeout\": 0, \"maxReceives\": 1, \"deadLetterQueue\": \"dead\"");
        ask("POST", MESSAGES, "{\"body\": \"poison\"}");
        ask("GET", MESSAGES, "");
        assertThat(json(ask("GET", MESSAGES, "")).path("items")).isEmpty();

        HttpResponse<String> redriven = ask("POST", QUEUES + "/dead/redrive", "{}");

        assertThat(json(redriven).path("redriven").asInt()).as(redriven.body()).isEqualTo(1);
        JsonNode again = json(ask("GET", MESSAGES, "")).path("items").get(0);
        assertThat(again.path("receives").asInt()).isEqualTo(1);
        assertThat(ask("DELETE", QUEUES + "/dead", "").body())
                .contains("dead-letter queue of orders");
        assertThat(audited()).contains("queue.redriven");
    }

    @Test
    void whoLooksAtMessagesReceivesNone() {
        make("orders", "");
        for (String body : List.of("one", "two", "x".repeat(70_000))) {
            ask(
                    "POST",
                    MESSAGES,
                    "{\"body\": \"%s\", \"attributes\": {\"a\": \"b\"}}".formatted(body));
        }
        ask("POST", MESSAGES, "{\"body\": \"later\", \"delaySeconds\": 60}");
        ask("GET", MESSAGES, "");

        JsonNode first = json(ask("GET", QUEUES + "/orders/contents?limit=3", ""));
        String next = first.path("nextCursor").asString();
        JsonNode rest = json(ask("GET", QUEUES + "/orders/contents?cursor=" + next, ""));

        assertThat(first.path("items"))
                .extracting(each -> each.path("state").asString())
                .containsExactly("in-flight", "waiting", "waiting");
        assertThat(first.path("items").get(0).path("body").asString()).isEqualTo("one");
        assertThat(first.path("items").get(0).path("receives").asInt()).isEqualTo(1);
        assertThat(first.path("items").get(1).path("attributes").path("a").asString())
                .isEqualTo("b");
        assertThat(first.path("items").get(2).path("cut").asBoolean()).isTrue();
        assertThat(first.path("items").get(2).path("body").asString()).hasSize(65_536);
        assertThat(rest.path("items"))
                .extracting(each -> each.path("state").asString())
                .containsExactly("delayed");
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        JsonNode counts = json(ask("GET", QUEUES + "/orders", "")).path("messages");
        assertThat(counts.path("waiting").asInt()).isEqualTo(2);
        assertThat(ask("GET", QUEUES + "/orders/contents?cursor=eA", "").statusCode())
                .isEqualTo(400);
    }

    @Test
    void oneMessageIsDeletedByItsIdAlsoInAGroup() {
        make("orders", ", \"orderedByGroup\": true");
        ask("POST", MESSAGES, "{\"body\": \"one\", \"group\": \"a\"}");
        ask("POST", MESSAGES, "{\"body\": \"two\", \"group\": \"a\"}");
        String contents = QUEUES + "/orders/contents";
        ask("GET", MESSAGES, "");
        String one = json(ask("GET", contents, "")).path("items").get(0).path("id").asString();

        assertThat(ask("DELETE", contents + "/" + one, "").statusCode()).isEqualTo(204);

        assertThat(ask("DELETE", contents + "/" + one, "").statusCode()).isEqualTo(404);
        assertThat(ask("DELETE", contents + "/none", "").statusCode()).isEqualTo(404);
        JsonNode left = json(ask("GET", MESSAGES, "")).path("items");
        assertThat(left).extracting(each -> each.path("body").asString()).containsExactly("two");
        assertThat(audited()).contains("queue.message-deleted");
    }

    @Test
    void onlyTheMessagesThatAreNamedGoBack() {
        make("dead", "");
        make(
                "orders",
                ", \"maxReceives\": 1, \"deadLetterQueue\": \"dead\", \"visibilityTimeout\": 0");
        for (String body : List.of("one", "two")) {
            ask("POST", MESSAGES, "{\"body\": \"%s\"}".formatted(body));
        }
        ask("GET", MESSAGES + "?max=10", "");
        ask("GET", MESSAGES + "?max=10", "");
        JsonNode dead = json(ask("GET", QUEUES + "/dead/contents", "")).path("items");
        String id = dead.get(0).path("id").asString();
        String redrive = QUEUES + "/dead/redrive";

        JsonNode redriven =
                json(ask("POST", redrive, "{\"messages\": [\"%s\", \"none\"]}".formatted(id)));

        assertThat(dead).hasSize(2);
        assertThat(dead.get(0).path("givenUpBy").asString()).isEqualTo("orders");
        assertThat(redriven.path("redriven").asInt()).isEqualTo(1);
        assertThat(json(ask("GET", QUEUES + "/orders/contents", "")).path("items"))
                .extracting(each -> each.path("id").asString())
                .containsExactly(id);
        assertThat(ask("POST", redrive, "{\"messages\": []}").statusCode()).isEqualTo(400);
    }

    @Test
    void aPurgedQueueIsEmptyAndADeletedOneIsGone() {
        make("orders", "");
        ask("POST", MESSAGES, "{\"body\": \"one\"}");

        assertThat(json(ask("POST", QUEUES + "/orders/purge", "{}")).path("purged").asInt())
                .isEqualTo(1);
        assertThat(ask("DELETE", QUEUES + "/orders", "").statusCode()).isEqualTo(204);
        assertThat(ask("GET", QUEUES + "/orders", "").statusCode()).isEqualTo(404);
        assertThat(ask("GET", MESSAGES, "").statusCode()).isEqualTo(404);
        assertThat(audited()).containsExactly("queue.deleted", "queue.purged", "queue.created");
    }

    @Test
    void aChangeChangesWhatItNames() {
        make("orders", ", \"delay\": 5");

        HttpResponse<String> changed =
                ask("PATCH", QUEUES + "/orders", "{\"visibilityTimeout\": 60}");

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(json(changed).path("visibilityTimeout").asInt()).isEqualTo(60);
        assertThat(json(changed).path("delay").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name must be",
                "{\"name\": \"two words\"} | two words",
                "{\"name\": \"q\", \"visibilityTimeout\": 43201} | visibilityTimeout must be 0 to"
                        + " 43200 seconds, was: 43201",
                "{\"name\": \"q\", \"retention\": 59} | retention must be 60 to 1209600 seconds,"
                        + " was: 59",
                "{\"name\": \"q\", \"delay\": -1} | delay must be 0 to 900 seconds, was: -1",
                "{\"name\": \"q\", \"maxReceives\": 3} | maxReceives and deadLetterQueue go"
                        + " together",
                "{\"name\": \"q\", \"maxReceives\": 1001} | was: 1001",
                "{\"name\": \"q\", \"maxReceives\": 3, \"deadLetterQueue\": \"none\"} | 'none'",
                "{\"name\": \"q\", \"receiveWait\": 21} | receiveWait must be 0 to 20 seconds, was:"
                        + " 21",
                "{\"name\": \"q\", \"maxMessageSize\": 9} | maxMessageSize must be 1024 to 1048576"
                        + " bytes, was: 9",
                "{\"name\": \"q\", \"size\": 3} | size"
            })
    void whatIsWrongIsNamed(String body, String said) {
        HttpResponse<String> answer = ask("POST", QUEUES, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("detail").asString()).contains(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | ?max=0 | max must be 1 to 100, was: 0",
                "GET | ?wait=21 | wait must be 0 to 20 seconds, was: 21",
                "GET | ?visibilityTimeout=-1 | was: -1",
                "GET | ?max=many | max"
            })
    void whatIsWrongWithAMessageIsNamed(String method, String query, String said) {
        make("orders", "");

        HttpResponse<String> answer = ask(method, MESSAGES + query, "");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("detail").asString()).contains(said);
    }

    @Test
    void aClosedAccountLeavesNoMessageBehind() {
        make("dead", "");
        make("orders", ", \"maxReceives\": 1, \"deadLetterQueue\": \"dead\"");
        ask("POST", MESSAGES, "{\"body\": \"one\"}");

        String account = "/api/v1/admin/accounts/" + owner.account().id() + "/close";
        asked.ask("POST", account, tenants.operator().token(), "{}");

        assertThat(rows("message_queue") + rows("queue_message")).isZero();
    }

    private long rows(String table) {
        return database.sql("select count(*) from " + table + " where account_id = ?")
                .param(owner.account().id().value())
                .query(Long.class)
                .single();
    }

    private double waiting() {
        return json(asked.ask(
                        "GET",
                        "/actuator/metrics/meterlark.queue.waiting",
                        tenants.operator().token(),
                        ""))
                .path("measurements")
                .path(0)
                .path("value")
                .asDouble();
    }

    private void make(String name, String more) {
        HttpResponse<String> made =
                ask("POST", QUEUES, "{\"name\": \"%s\"%s}".formatted(name, more));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private List<String> audited() {
        return StreamSupport.stream(
                        json(ask("GET", "/api/v1/audit", "")).path("items").spliterator(), false)
                .map(item -> item.path("action").asString())
                .filter(action -> action.startsWith("queue."))
                .toList();
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(item -> item.path("name").asString())
                .toList();
    }

    private String key() {
        return owner.token();
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return asked.ask(method, path, key(), body);
    }
}

package dev.meterlark.billing;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.Tenants.Tenant;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.invocation.RecordSink;
import dev.meterlark.metering.SampleRecords;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** Caps and alerts on the running application. */
@MeterlarkTest
class BudgetRoutesTests {

    private static final String BUDGETS = "/api/v1/budgets";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired FakeWorkers workers;
    @Autowired List<RecordSink> sinks;
    @Autowired InstantSource clock;
    private Asked asked;
    private Tenant owner;
    private String key;

    @BeforeEach
    void settle() {
        asked = new Asked(port);
        owner = tenants.newOwner();
        key = owner.token();
    }

    private JsonNode put(String body) {
        HttpResponse<String> answer = asked.ask("PUT", BUDGETS, key, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    private JsonNode budget() {
        return json(asked.ask("GET", BUDGETS, key, ""));
    }

    private void waitUntil(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    private void aFunction() {
        workers.behave(
                "index.capped",
                (_, _) -> new Ending.Succeeded("{}".getBytes(), "application/json"));
        var made =
                asked.ask(
                        "POST",
                        "/api/v1/functions",
                        key,
                        """
                        {"name": "capped", "runtime": "nodejs20", "handler": "index.capped",
                         "memoryMb": 128, "timeout": 10, "code": {"source": "//"}}
                        """);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private HttpResponse<String> call() {
        return asked.postJson("/api/v1/functions/capped/invocations", key, "{}");
    }

    @Test
    void atFirstThereIsNoneAndNothingIsSpent() {
        JsonNode budget = budget();

        assertThat(budget.get("cap").isNull()).isTrue();
        assertThat(budget.get("alerts")).isEmpty();
        assertThat(budget.get("month").get("spent").get("amount").asString()).isEqualTo("0");
        assertThat(budget.get("month").get("forecast").get("currency").asString()).isEqualTo("USD");
        assertThat(budget.get("reached").asBoolean()).isFalse();
    }

    /** Of pay as you go, no request to storage is included. */
    @Test
    void atTheCapStorageIsNeitherReadNorWrittenAndThereIsRoomToMake() {
        asked.postJson("/api/v1/buckets", key, "{\"name\": \"kept\"}");
        asked.ask("PUT", "/api/v1/buckets/kept/objects/it", key, "{}");
        asked.postJson("/api/v1/tables", key, "{\"name\": \"kept\"}");
        asked.ask("PUT", "/api/v1/tables/kept/items/it", key, "{}");
        asked.postJson("/api/v1/queues", key, "{\"name\": \"kept\"}");
        put("{\"cap\": {\"amount\": \"0\", \"currency\": \"USD\"}}");

        for (String request :
                List.of(
                        "GET /buckets/kept/objects/it",
                        "GET /buckets/kept/objects",
                        "PUT /buckets/kept/objects/other",
                        "GET /tables/kept/items/it",
                        "PUT /tables/kept/items/other",
                        "POST /queues/kept/messages")) {
            String[] words = request.split(" ");
            String body = words[0].equals("POST") ? "{\"body\": \"it\"}" : "{}";
            var answer = asked.ask(words[0], "/api/v1" + words[1], key, body);
            assertThat(answer.statusCode()).as(request + answer.body()).isEqualTo(402);
            assertThat(answer.body()).as(request).contains("spend.cap-reached");
        }
        for (String thing : List.of("/buckets/kept/objects/it", "/tables/kept/items/it")) {
            assertThat(asked.ask("DELETE", "/api/v1" + thing, key, "").statusCode())
                    .as(thing)
                    .isEqualTo(204);
        }
    }

    @Test
    void whatIsSaidTakesThePlaceOfWhatWasSaidAndIsAudited() {
        put(
                """
                {"cap": {"amount": "25.50", "currency": "USD"},
                 "alerts": [{"percent": 100}, {"percent": 50, "emails": ["money@example.org"]}]}
                """);
        JsonNode budget = put("{\"cap\": {\"amount\": \"3\", \"currency\": \"USD\"}}");

        assertThat(budget.get("cap").get("amount").asString()).isEqualTo("3");
        assertThat(budget.get("inForce").get("amount").asString()).isEqualTo("3");
        assertThat(budget.get("alerts")).isEmpty();
        assertThat(asked.ask("GET", "/api/v1/audit?limit=2", key, "").body())
                .contains("budget.changed", "25.5 USD", "3 USD");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'cap': {'amount': '-1', 'currency': 'USD'}} | -1",
                "{'cap': {'amount': '1e9', 'currency': 'USD'}} | 1e9",
                "{'cap': {'amount': '5', 'currency': 'EUR'}} | EUR",
                "{'cap': {'amount': '5'}} | null",
                "{'cap': {'amount': '5', 'currency': 'USD'}, 'alerts': [{'percent': 0}]} | was: 0",
                "{'cap': {'amount': '5', 'currency': 'USD'}, 'alerts': [{'percent': 1001}]} | 1001",
                "{'cap': {'amount': '5', 'currency': 'USD'}, 'alerts': [null]} | was: null",
                "{'alerts': [{'percent': 50}]} | warnsOf",
                "{'cap': {'amount': '5', 'currency': 'USD'}, 'alerts': [{'percent': 9},{'percent':"
                        + " 9}]} | two",
                "{'cap': {'amount': '5', 'currency': 'USD'}, 'alerts': [{'percent': 9, 'emails':"
                        + " ['x']}]} | x",
                "{'cap': {'amount': '5', 'currency': 'USD'}, 'alerts': [{'percent': 9, 'webhook':"
                        + " 'http://10.0.0.1/'}]} | 10.0.0.1",
                "{'cap': {'amount': '5', 'currency': 'USD'}, 'alerts': [{'percent': 9, 'event':"
                        + " false}]} | nobody",
            })
    void whatIsNoBudgetIsRefusedWithItsValue(String body, String shown) {
        HttpResponse<String> answer = asked.ask("PUT", BUDGETS, key, body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("detail").asString()).contains(shown);
        assertThat(budget().get("cap").isNull()).isTrue();
    }

    @Test
    void atTheCapCallsAreRefusedTimersWaitAndBothGoOnWhenItIsRaised() {
        aFunction();
        assertThat(call().statusCode()).isEqualTo(200);
        HttpResponse<String> timer =
                asked.ask(
                        "POST",
                        "/api/v1/functions/capped/triggers",
                        key,
                        "{\"type\": \"schedule\", \"expression\": \"rate(1 minute)\"}");
        assertThat(timer.statusCode()).as(timer.body()).isEqualTo(201);
        spendWhatIsIncluded();

        put("{\"cap\": {\"amount\": \"0\", \"currency\": \"USD\"}}");

        HttpResponse<String> refused = call();
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(402);
        assertThat(json(refused).get("code").asString()).isEqualTo("spend.cap-reached");
        assertThat(budget().get("stoppedSince").isNull()).isFalse();
        String trigger = "/api/v1/triggers/" + json(timer).get("id").asString();
        assertThat(
                        json(asked.ask("GET", trigger, key, ""))
                                .get("status")
                                .get("waitingFor")
                                .asString())
                .isEqualTo("spend.cap-reached");
        String later =
                json(asked.postJson(
                                "/api/v1/functions/capped/invocations",
                                key,
                                "{}",
                                "Prefer",
                                "respond-async"))
                        .get("id")
                        .asString();
        assertThat(statusOf(later)).isEqualTo("queued");

        put("{\"cap\": {\"amount\": \"1000\", \"currency\": \"USD\"}}");

        waitUntil(() -> call().statusCode() == 200);
        waitUntil(() -> statusOf(later).equals("succeeded"));
        waitUntil(() -> !json(asked.ask("GET", trigger, key, "")).get("status").has("waitingFor"));
        assertThat(budget().get("stoppedSince").isNull()).isTrue();
    }

    private String statusOf(String call) {
        return json(asked.ask("GET", "/api/v1/invocations/" + call, key, ""))
                .get("status")
                .asString();
    }

    /** As other calls of the month would have left it in the ledger. */
    private void spendWhatIsIncluded() {
        var samples = new SampleRecords(ThreadLocalRandom.current().nextLong());
        FunctionId function = FunctionId.random();
        List<InvocationRecord> calls = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            calls.add(samples.succeeded(owner.account().id(), function, clock.instant()));
        }
        sinks.forEach(each -> each.accept(calls));
    }
}

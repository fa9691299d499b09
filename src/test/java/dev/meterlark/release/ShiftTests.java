package dev.meterlark.release;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.account.Accounts;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.shared.Caller;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Shifts over HTTP and in the database: how they go on, and back, by whatever node looks. */
@MeterlarkTest
class ShiftTests {

    private static final String HELLO = "/api/v1/functions/hello";
    private static final String LIVE = HELLO + "/aliases/live";
    private static final String SHIFTS = LIVE + "/shifts";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired Accounts accounts;
    @Autowired FakeWorkers workers;
    @Autowired JdbcClient database;
    @Autowired ShiftRows rows;
    @Autowired ShiftLooks looks;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newAliasOfTheFirstOfTwoVersions() {
        owner = tenants.newOwner();
        asked = new Asked(port);
        workers.behave(
                "index.handler",
                (spec, request) ->
                        new String(request.payload(), UTF_8).contains(spec.version())
                                ? FakeWorkers.failed("Error", "it broke")
                                : new Ending.Succeeded(
                                        spec.version().getBytes(UTF_8), "application/json"));
        ask("POST", "/api/v1/functions", "{\"name\": \"hello\", \"runtime\": \"nodejs\"}");
        List.of("one", "two").forEach(this::publish);
        ask("PUT", LIVE, "{\"version\": \"1\"}");
    }

    @Test
    void aShiftGoesFromStepToStepToItsEnd() {
        HttpResponse<String> started =
                ask(
                        "POST",
                        SHIFTS,
                        "{\"to\": \"2\", \"steps\": [{\"weight\": 0.1, \"seconds\": 600},"
                                + " {\"weight\": 0.5, \"seconds\": 600}]}");
        JsonNode shift = json(started);

        assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
        assertThat(Asked.header(started, "Location"))
                .isEqualTo(SHIFTS + "/" + shift.path("id").asString());
        assertThat(shift.path("state").asString()).isEqualTo("running");
        assertThat(weights()).isEqualTo("1 {\"2\":0.1}");
        look();
        assertThat(weights()).as("its time is not over").isEqualTo("1 {\"2\":0.1}");
        letTheStepPass();
        look();
        assertThat(weights()).isEqualTo("1 {\"2\":0.5}");
        assertThat(newest().path("step").asInt()).isEqualTo(2);
        letTheStepPass();
        look();
        assertThat(weights()).isEqualTo("2 {}");
        assertThat(newest().path("state").asString()).isEqualTo("succeeded");
        assertThat(newest().path("nextStepAt").isNull()).isTrue();
        JsonNode history = json(ask("GET", LIVE + "/history", ""));
        assertThat(history.path("items").valueStream().map(m -> m.path("reason").asString()))
                .containsExactly("shift completed", "shift goes on", "shift began", "made");
        assertThat(history.at("/items/0/actor").asString())
                .isEqualTo("shift:" + shift.path("id").asString());
    }

    @Test
    void itGoesBackByItselfWhenTheNewVersionFailsAndSaysWhy() {
        ask(
                "POST",
                SHIFTS,
                "{\"to\": \"2\", \"minCalls\": 5, \"maxErrorShare\": 0.2,"
                        + " \"steps\": [{\"weight\": 0.9, \"seconds\": 600}]}");

        IntStream.range(0, 60).forEach(_ -> call("2"));
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            look();
                            return newest().path("state").asString().equals("rolled-back");
                        });

        assertThat(weights()).isEqualTo("1 {}");
        assertThat(newest().path("reason").asString()).contains("calls failed", "0.2 is allowed");
        assertThat(newest().at("/seen/calls").asLong()).isGreaterThanOrEqualTo(5);
        assertThat(json(ask("GET", LIVE + "/history", "")).at("/items/0/reason").asString())
                .startsWith("shift went back: ");
    }

    @Test
    void itGoesBackTooWhenTheNewVersionIsSlow() {
        workers.take(Duration.ZERO, Duration.ofSeconds(9), Duration.ofMillis(70));
        try {
            ask(
                    "POST",
                    SHIFTS,
                    "{\"to\": \"2\", \"minCalls\": 5, \"maxP95Ms\": 69,"
                            + " \"steps\": [{\"weight\": 0.9, \"seconds\": 600}]}");
            IntStream.range(0, 30).forEach(_ -> call("none"));
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                look();
                                return newest().path("state").asString().equals("rolled-back");
                            });
        } finally {
            workers.take(Duration.ofMillis(30), Duration.ofMillis(20), Duration.ofMillis(5));
        }

        assertThat(newest().at("/seen/p95Ms").asLong()).as("loading left out").isEqualTo(70);
        assertThat(newest().path("reason").asString()).contains("70 ms, and 69 ms are allowed");
    }

    @Test
    void failuresOfTheOldVersionAreNoReason() {
        ask(
                "POST",
                SHIFTS,
                "{\"to\": \"2\", \"minCalls\": 1, \"maxErrorShare\": 0,"
                        + " \"steps\": [{\"weight\": 0.5, \"seconds\": 600}]}");

        IntStream.range(0, 40).forEach(_ -> call("1"));
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            look();
                            return newest().at("/seen/calls").asLong() > 0;
                        });
        look();

        assertThat(newest().path("state").asString()).isEqualTo("running");
    }

    @Test
    void howeverManyNodesLookAStepIsTakenOnce() {
        ask(
                "POST",
                SHIFTS,
                "{\"to\": \"2\", \"steps\": [{\"weight\": 0.1, \"seconds\": 600}, {\"weight\": 0.2,"
                        + " \"seconds\": 600}, {\"weight\": 0.3, \"seconds\": 600}]}");
        letTheStepPass();
        Instant now = Instant.now();
        List<DueShift> due = rows.due(now, Limit.of(1000));

        IntStream.range(0, 8)
                .parallel()
                .forEach(
                        _ ->
                                due.stream()
                                        .filter(each -> each.account().equals(owner.account().id()))
                                        .forEach(each -> looks.look(each, now)));

        assertThat(weights()).isEqualTo("1 {\"2\":0.2}");
        assertThat(json(ask("GET", LIVE + "/history", "")).path("items")).hasSize(3);
    }

    @Test
    void anAbortLeadsBackAndEndsIt() {
        String id = json(ask("POST", SHIFTS, "{\"to\": \"2\"}")).path("id").asString();

        HttpResponse<String> aborted = ask("POST", SHIFTS + "/" + id + "/abort", "");
        assertThat(aborted.statusCode()).as(aborted.body()).isEqualTo(200);
        assertThat(json(aborted).path("state").asString()).isEqualTo("aborted");
        assertThat(weights()).isEqualTo("1 {}");
        assertThat(ask("POST", SHIFTS + "/" + id + "/abort", "").statusCode()).isEqualTo(409);
        assertThat(ask("POST", SHIFTS, "{\"to\": \"2\"}").statusCode())
                .as("and another may begin")
                .isEqualTo(201);
    }

    @Test
    void whileItRunsNobodyElseMovesTheAliasOrTakesItsVersions() {
        ask("POST", SHIFTS, "{\"to\": \"2\"}");

        for (HttpResponse<String> refused :
                List.of(
                        ask("PUT", LIVE, "{\"version\": \"2\"}"),
                        ask("POST", LIVE + "/rollback", ""),
                        ask("DELETE", LIVE, ""),
                        ask("POST", SHIFTS, "{\"to\": \"2\"}"))) {
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
            assertThat(refused.body()).contains("is being shifted from version 1 to 2");
        }
        assertThat(ask("DELETE", HELLO + "/versions/1", "").statusCode()).isEqualTo(409);
        assertThat(ask("DELETE", HELLO + "/versions/2", "").statusCode()).isEqualTo(409);
        assertThat(weights()).isEqualTo("1 {\"2\":0.1}");
    }

    @Test
    void begunAtOnceItIsOneShift() {
        List<Integer> answers =
                IntStream.range(0, 6)
                        .parallel()
                        .mapToObj(
                                _ ->
                                        new Asked(port)
                                                .ask(
                                                        "POST",
                                                        SHIFTS,
                                                        owner.token(),
                                                        "{\"to\": \"2\"}"))
                        .map(HttpResponse::statusCode)
                        .toList();

        assertThat(answers).containsOnlyOnce(201);
        assertThat(answers.stream().filter(status -> status != 201)).containsOnly(409);
    }

    @Test
    void withItsFunctionAShiftEnds() {
        ask("POST", SHIFTS, "{\"to\": \"2\"}");
        assertThat(ask("DELETE", HELLO, "").statusCode()).isEqualTo(204);
        look();

        ask("POST", "/api/v1/functions", "{\"name\": \"hello\", \"runtime\": \"nodejs\"}");
        publish("again");
        ask("PUT", LIVE, "{\"version\": \"1\"}");
        assertThat(json(ask("GET", SHIFTS, "")).path("items")).isEmpty();
        assertThat(weights()).isEqualTo("1 {}");
    }

    @Test
    void aSuspendedAccountsShiftStandsStill() {
        ask("POST", SHIFTS, "{\"to\": \"2\"}");
        letTheStepPass();
        Caller operator = tenants.caller(tenants.operator());
        accounts.suspend(operator, owner.account().id());
        look();
        accounts.reopen(operator, owner.account().id());

        assertThat(weights()).isEqualTo("1 {\"2\":0.1}");
        assertThat(newest().path("state").asString()).isEqualTo("running");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | to is the number",
                "{\"to\": \"live\"} | to is the number",
                "{\"to\": \"1\"} | points at version 1 already",
                "{\"to\": \"9\"} | there is no version 9",
                "{\"to\": \"2\", \"steps\": []} | steps must be",
                "{\"to\": \"2\", \"steps\": [null]} | steps must be",
                "{\"to\": \"2\", \"steps\": [{}]} | above 0 and below 1",
                "{\"to\": \"2\", \"minCalls\": 0} | minCalls",
            })
    void whatCannotBeginIsRefusedAndNothingMoves(String body, String why) {
        HttpResponse<String> refused = ask("POST", SHIFTS, body);

        assertThat(refused.statusCode()).as(refused.body()).isIn(400, 409);
        assertThat(refused.body()).contains(why);
        assertThat(weights()).isEqualTo("1 {}");
        assertThat(json(ask("GET", SHIFTS, "")).path("items")).isEmpty();
    }

    @Test
    void anAliasThatSharesCallsAlreadyIsNotShifted() {
        ask("PUT", LIVE, "{\"version\": \"1\", \"weights\": {\"2\": 0.3}}");
        assertThat(ask("POST", SHIFTS, "{\"to\": \"2\"}").body()).contains("one published version");
        ask("PUT", LIVE, "{\"version\": \"$LATEST\"}");
        assertThat(ask("POST", SHIFTS, "{\"to\": \"2\"}").statusCode()).isEqualTo(409);
        assertThat(ask("POST", HELLO + "/aliases/no/shifts", "{\"to\": \"2\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aListIsReadPageByPageTheNewestFirst() {
        for (int i = 0; i < 3; i++) {
            String id = json(ask("POST", SHIFTS, "{\"to\": \"2\"}")).path("id").asString();
            ask("POST", SHIFTS + "/" + id + "/abort", "");
        }
        JsonNode first = json(ask("GET", SHIFTS + "?limit=2", ""));
        String cursor = first.path("nextCursor").asString();
        JsonNode second = json(ask("GET", SHIFTS + "?limit=2&cursor=" + cursor, ""));

        assertThat(first.path("items")).hasSize(2);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("nextCursor").isNull()).isTrue();
        for (String bad : List.of("?limit=0", "?cursor=%25", "?cursor=eHh4", "?cursor=AA")) {
            assertThat(ask("GET", SHIFTS + bad, "").statusCode()).as(bad).isEqualTo(400);
        }
        assertThat(ask("GET", SHIFTS + "/nonsense", "").statusCode()).isEqualTo(404);
    }

    private JsonNode newest() {
        return json(ask("GET", SHIFTS, "")).at("/items/0");
    }

    private String weights() {
        JsonNode alias = json(ask("GET", LIVE, ""));
        return alias.path("version").asString() + " " + alias.path("weights");
    }

    @Test
    void aShiftOfAFunctionThatIsGoneHoldsNothingOfItsNamesake() {
        ask("POST", SHIFTS, "{\"to\": \"2\"}");
        assertThat(ask("DELETE", HELLO, "").statusCode()).isEqualTo(204);
        ask("POST", "/api/v1/functions", "{\"name\": \"hello\", \"runtime\": \"nodejs\"}");
        List.of("one", "two").forEach(this::publish);
        ask("PUT", LIVE, "{\"version\": \"1\"}");

        HttpResponse<String> moved = ask("PUT", LIVE, "{\"version\": \"2\"}");

        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
    }

    /** As a node that comes round. */
    private void look() {
        Instant later = Instant.now().plusSeconds(60);
        rows.due(later, Limit.of(1000)).stream()
                .filter(each -> each.account().equals(owner.account().id()))
                .forEach(each -> looks.look(each, Instant.now().plusSeconds(30)));
    }

    /** The platform's clock is not for tests of the whole to move. */
    private void letTheStepPass() {
        database.sql("update alias_shift set step_began_at = ?, look_at = ? where account_id = ?")
                .param(Timestamp.from(Instant.now().minusSeconds(900)))
                .param(Timestamp.from(Instant.now().minusSeconds(1)))
                .param(owner.account().id().value())
                .update();
    }

    private void call(String failing) {
        ask(
                "POST",
                HELLO + "/invocations?qualifier=live",
                "{\"fails\": \"%s\"}".formatted(failing));
    }

    private void publish(String text) {
        asked.send(
                asked.request(
                                HELLO + "/code",
                                "Authorization",
                                "Bearer " + owner.token(),
                                "Content-Type",
                                "text/javascript")
                        .PUT(
                                HttpRequest.BodyPublishers.ofString(
                                        "exports.handler = async () => '" + text + "';")));
        ask("POST", HELLO + "/versions", "");
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return asked.ask(method, path, owner.token(), body);
    }
}

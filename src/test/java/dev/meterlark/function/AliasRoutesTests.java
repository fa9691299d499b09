package dev.meterlark.function;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.account.Accounts;
import dev.meterlark.function.snapshot.AliasSnapshot;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.invocation.FakeWorkers;
import dev.meterlark.shared.Caller;
import dev.meterlark.worker.Ending;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Aliases over HTTP: where they point, how they move, and what holds them. */
@MeterlarkTest
class AliasRoutesTests {

    private static final String HELLO = "/api/v1/functions/hello";
    private static final String ALIASES = HELLO + "/aliases";
    private static final String LIVE = ALIASES + "/live";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired Accounts accounts;
    @Autowired SnapshotSource source;
    @Autowired References references;
    @Autowired FakeWorkers workers;
    @Autowired TransactionTemplate transaction;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newFunctionOfThreeVersions() {
        owner = tenants.newOwner();
        asked = new Asked(port);
        workers.end("index.handler", new Ending.Succeeded(new byte[0], "text/plain"));
        ask("POST", "/api/v1/functions", "{\"name\": \"hello\", \"runtime\": \"nodejs\"}");
        List.of("one", "two", "three").forEach(this::publish);
    }

    @Test
    void anAliasIsMadeMovedAndWeighed() {
        HttpResponse<String> made = ask("PUT", LIVE, "{\"version\": \"1\"}");
        HttpResponse<String> moved =
                ask(
                        "PUT",
                        LIVE,
                        "{\"version\": \"2\", \"weights\": {\"3\": 0.1}, \"description\": \"x\"}");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(json(made).path("version").asString()).isEqualTo("1");
        assertThat(json(made).path("url").asString()).endsWith("/hello--live/");
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        JsonNode shown = json(ask("GET", LIVE, ""));
        assertThat(shown).isEqualTo(json(moved));
        assertThat(shown.path("version").asString()).isEqualTo("2");
        assertThat(shown.path("weights").toString()).isEqualTo("{\"3\":0.1}");
        assertThat(shown.path("revision").asLong())
                .isGreaterThan(json(made).path("revision").asLong());
        assertThat(names(json(ask("GET", ALIASES, "")))).containsExactly("live");
        assertThat(ask("DELETE", LIVE, "").statusCode()).isEqualTo(204);
        assertThat(ask("GET", LIVE, "").statusCode()).isEqualTo(404);
        assertThat(ask("DELETE", LIVE, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aCallIsToldWhichVersionItGot() {
        ask("PUT", LIVE, "{\"version\": \"2\"}");
        HttpResponse<String> answer = ask("POST", HELLO + "/invocations?qualifier=live", "{}");

        assertThat(Asked.header(answer, "Meterlark-Version")).isEqualTo("2");
        assertThat(ask("POST", HELLO + "/invocations?qualifier=beta", "{}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPutThatChangesNothingIsNoMove() {
        JsonNode made = json(ask("PUT", LIVE, "{\"version\": \"1\", \"weights\": {\"2\": 0.50}}"));
        JsonNode again =
                json(ask("PUT", LIVE, "{\"version\": \"1\", \"weights\": {\"2\": 0.5, \"3\": 0}}"));

        assertThat(again.path("revision")).isEqualTo(made.path("revision"));
        assertThat(json(ask("GET", LIVE + "/history", "")).path("items")).hasSize(1);
    }

    @Test
    void theEditableVersionMayBePointedAtButNotWeighed() {
        assertThat(ask("PUT", LIVE, "{\"version\": \"$LATEST\"}").statusCode()).isEqualTo(201);
        assertThat(json(ask("GET", LIVE, "")).path("version").asString()).isEqualTo("$LATEST");
        HttpResponse<String> refused =
                ask("PUT", LIVE, "{\"version\": \"$LATEST\", \"weights\": {\"1\": 0.1}}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("takes no part in weights");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | version is the number",
                "{\"version\": \"live\"} | 'live'",
                "{\"version\": \"01\"} | '01'",
                "{\"version\": \"9\"} | there is no version 9",
                "{\"version\": \"1\", \"weights\": {\"9\": 0.1}} | there is no version 9",
                "{\"version\": \"1\", \"weights\": {\"2\": -0.1}} | must be 0 to 1, was: -0.1",
                "{\"version\": \"1\", \"weights\": {\"2\": 1.1}} | must be 0 to 1, was: 1.1",
                "{\"version\": \"1\", \"weights\": {\"2\": 1e99}} | must be 0 to 1",
                "{\"version\": \"1\", \"weights\": {\"2\": 1e-99}} | may have 4 decimals",
                "{\"version\": \"1\", \"weights\": {\"2\": null}} | must be 0 to 1",
                "{\"version\": \"1\", \"weights\": {\"2\": \"much\"}} | weights",
                "{\"version\": \"1\", \"weights\": {\"2\": 0.6, \"3\": 0.5}} | at most 1, were:"
                        + " 1.1",
                "{\"version\": \"1\", \"weights\": {\"1\": 0.5}} | leave it out of weights",
                "{\"version\": \"1\", \"weights\": {\"2\": 0.1, \"2\": 0.2}} | 2",
                "{\"version\": \"1\", \"weights\": {\"2\": 0.1, \"02\": 0.2}} | '02'",
                "{\"version\": \"1\", \"weights\": {\"2\":0,\"3\":0,\"4\":0,\"5\":0,\"6\":0}} | may"
                        + " name 4",
                "{\"version\": \"1\", \"revision\": 7} | has revision 0, not 7",
                "[] | the body",
            })
    void whatCannotBePointedAtIsRefusedAndNothingIsLeft(String body, String why) {
        HttpResponse<String> refused = ask("PUT", LIVE, body);

        assertThat(refused.statusCode()).as(refused.body()).isIn(400, 409);
        assertThat(refused.body()).contains(why).hasSizeLessThan(600);
        assertThat(names(json(ask("GET", ALIASES, "")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "007", "$LATEST", "a.b", "ä", "two%20words", "%22"})
    void whatNoAliasMayBeCalledIsRefused(String name) {
        HttpResponse<String> refused = ask("PUT", ALIASES + "/" + name, "{\"version\": \"1\"}");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(ask("PUT", ALIASES + "/" + "a".repeat(129), "{\"version\": \"1\"}").statusCode())
                .isEqualTo(400);
        assertThat(ask("PUT", ALIASES + "/" + "a".repeat(128), "{\"version\": \"1\"}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void whoeverNamesTheRevisionMovesNothingThatAnotherHasMoved() {
        long first = json(ask("PUT", LIVE, "{\"version\": \"1\"}")).path("revision").asLong();
        String move = "{\"version\": \"%d\", \"revision\": " + first + "}";
        List<Integer> answers =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(i -> move.formatted(2 + i % 2))
                        .map(body -> new Asked(port).ask("PUT", LIVE, owner.token(), body))
                        .map(HttpResponse::statusCode)
                        .toList();

        assertThat(answers).containsOnlyOnce(200);
        assertThat(answers.stream().filter(status -> status != 200)).containsOnly(409);
        assertThat(json(ask("GET", LIVE + "/history", "")).path("items")).hasSize(2);
    }

    @Test
    void madeAtOnceItIsOneAlias() {
        List<Integer> answers =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(
                                i ->
                                        new Asked(port)
                                                .ask(
                                                        "PUT",
                                                        LIVE,
                                                        owner.token(),
                                                        "{\"version\": \"%d\"}"
                                                                .formatted(1 + i % 3)))
                        .map(HttpResponse::statusCode)
                        .toList();

        assertThat(answers).containsOnlyOnce(201);
        assertThat(answers).containsOnly(200, 201);
    }

    @Test
    void itsHistoryTellsEveryMoveAndARollBackLeadsOneBack() {
        ask("PUT", LIVE, "{\"version\": \"1\"}");
        assertThat(ask("POST", LIVE + "/rollback", "").statusCode())
                .as("it has pointed nowhere else")
                .isEqualTo(409);
        ask("PUT", LIVE, "{\"version\": \"1\", \"weights\": {\"2\": 0.25}}");
        ask("PUT", LIVE, "{\"version\": \"2\"}");

        JsonNode back = json(ask("POST", LIVE + "/rollback", ""));
        assertThat(back.path("version").asString()).isEqualTo("1");
        assertThat(back.path("weights").toString()).isEqualTo("{\"2\":0.25}");
        String seen = "/rollback?revision=" + (back.path("revision").asLong() - 1);
        assertThat(ask("POST", LIVE + seen, "").statusCode())
                .as("somebody was first")
                .isEqualTo(409);
        JsonNode forth = json(ask("POST", LIVE + "/rollback", ""));
        assertThat(forth.path("version").asString()).isEqualTo("2");
        JsonNode history = json(ask("GET", LIVE + "/history?limit=3", ""));
        assertThat(history.path("items").valueStream().map(m -> m.path("reason").asString()))
                .containsExactly("rolled back", "rolled back", "moved");
        String rest = "/history?cursor=" + history.path("nextCursor").asString();
        assertThat(
                        json(ask("GET", LIVE + rest, ""))
                                .path("items")
                                .valueStream()
                                .map(m -> m.path("reason").asString()))
                .containsExactly("moved", "made");
        assertThat(history.at("/items/0/actor").asString()).startsWith("key:");
    }

    @Test
    void whatAnAliasPointsAtIsNotDeleted() {
        ask("PUT", LIVE, "{\"version\": \"1\", \"weights\": {\"2\": 0.1}}");
        ask("PUT", ALIASES + "/beta", "{\"version\": \"2\"}");

        HttpResponse<String> one = ask("DELETE", HELLO + "/versions/1", "");
        HttpResponse<String> two = ask("DELETE", HELLO + "/versions/2", "");

        assertThat(one.statusCode()).isEqualTo(409);
        assertThat(json(one).path("detail").asString()).contains("hello:1", "alias live;");
        assertThat(json(two).path("detail").asString()).contains("alias beta, alias live;");
        assertThat(ask("DELETE", HELLO + "/versions/3", "").statusCode()).isEqualTo(204);
        ask("PUT", LIVE, "{\"version\": \"2\"}");
        assertThat(ask("DELETE", HELLO + "/versions/1", "").statusCode()).isEqualTo(204);
        assertThat(ask("POST", LIVE + "/rollback", "").statusCode())
                .as("what it pointed at is gone")
                .isEqualTo(409);
    }

    @Test
    void anAliasIsNeverMadeToPointAtWhatIsDeletedAtTheSameMoment() {
        for (int round = 0; round < 6; round++) {
            publish("round " + round);
            String version = Integer.toString(4 + round);
            List<Integer> answers =
                    List.of("PUT", "DELETE").parallelStream()
                            .map(
                                    method ->
                                            new Asked(port)
                                                    .ask(
                                                            method,
                                                            method.equals("PUT")
                                                                    ? LIVE
                                                                    : HELLO
                                                                            + "/versions/"
                                                                            + version,
                                                            owner.token(),
                                                            method.equals("PUT")
                                                                    ? "{\"version\": \"%s\"}"
                                                                            .formatted(version)
                                                                    : ""))
                            .map(HttpResponse::statusCode)
                            .toList();
            assertThat(answers).as("one of both").containsOnlyOnce(409);
            assertThat(dangling()).isEmpty();
            ask("PUT", LIVE, "{\"version\": \"1\"}");
        }
    }

    @Test
    void whatSomethingElseNamesIsHeldUntilItsTransactionEnds() {
        ask("PUT", LIVE, "{\"version\": \"1\"}");
        transaction.executeWithoutResult(
                _ -> {
                    for (String qualifier : List.of("$LATEST", "1", "live")) {
                        assertThat(hold("hello", qualifier)).as(qualifier).isTrue();
                    }
                    assertThat(hold("hello", "9")).isFalse();
                    assertThat(hold("hello", "beta")).isFalse();
                    assertThat(hold("olleh", "$LATEST")).isFalse();
                });
    }

    @Test
    void aSuspendedAccountsAliasesAndVersionsLeadNowhereUntilItIsReopened() {
        ask("PUT", LIVE, "{\"version\": \"2\"}");
        Caller operator = tenants.caller(tenants.operator());

        assertThat(call("live")).isEqualTo(200);
        accounts.suspend(operator, owner.account().id());
        assertThat(readVersions()).isEmpty();
        accounts.reopen(operator, owner.account().id());
        assertThat(readVersions()).containsExactlyInAnyOrder("$LATEST", "1", "2", "3");
        assertThat(call("live")).isEqualTo(200);
        assertThat(call("1")).isEqualTo(200);
        accounts.close(operator, owner.account().id());
        assertThat(readVersions()).isEmpty();
        assertThat(dangling()).isEmpty();
    }

    @Test
    void anotherAccountsAliasIsTheSame404AsNone() {
        ask("PUT", LIVE, "{\"version\": \"1\"}");
        String stranger = tenants.newOwner().token();
        for (String path : List.of("/aliases/live", "/aliases/live/history", "/versions/1")) {
            HttpResponse<String> theirs = asked.ask("GET", HELLO + path, stranger, "");
            HttpResponse<String> none =
                    asked.ask("GET", "/api/v1/functions/olleh" + path, stranger, "");
            assertThat(theirs.statusCode()).isEqualTo(404);
            assertThat(theirs.body().replace("hello", "olleh")).isEqualTo(none.body());
        }
        String mine = "/api/v1/functions/hello/aliases/live";
        assertThat(asked.ask("PUT", mine, stranger, "{\"version\": \"1\"}").statusCode())
                .isEqualTo(404);
    }

    private boolean hold(String function, String qualifier) {
        return references.hold(owner.account().id(), function, qualifier);
    }

    private int call(String qualifier) {
        return ask("POST", HELLO + "/invocations?qualifier=" + qualifier, "{}").statusCode();
    }

    private Set<String> readVersions() {
        return source.read().functions().stream()
                .filter(each -> each.account().equals(owner.account().id()))
                .map(FunctionSnapshot::version)
                .collect(Collectors.toSet());
    }

    private List<String> dangling() {
        SnapshotSource.Reading all = source.read();
        return all.aliases().stream()
                .filter(alias -> alias.account().equals(owner.account().id()))
                .filter(
                        alias ->
                                all.functions().stream()
                                        .noneMatch(
                                                f ->
                                                        f.function().equals(alias.function())
                                                                && f.version()
                                                                        .equals(alias.version())))
                .map(AliasSnapshot::alias)
                .toList();
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

    private static List<String> names(JsonNode list) {
        return list.path("items").valueStream().map(f -> f.path("name").asString()).toList();
    }
}

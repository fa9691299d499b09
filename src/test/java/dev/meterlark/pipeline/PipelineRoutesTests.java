package dev.meterlark.pipeline;

import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.shared.Permission;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Pipelines over HTTP: what can be made, changed, published and seen, and by whom. */
@MeterlarkTest
class PipelineRoutesTests {

    private static final String PIPELINES = "/api/v1/pipelines";
    private static final String FUNCTIONS = "/api/v1/functions";

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private Tenants.Tenant owner;
    private Asked asked;

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
        asked = new Asked(port);
        List.of("parse", "enrich", "store").forEach(this::function);
    }

    @Test
    void aPipelineIsMadeOfTextAndShownAsBoth() {
        HttpResponse<String> made = create("orders", "parse|enrich*|store:$LATEST");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(Asked.header(made, "Location")).isEqualTo(PIPELINES + "/orders");
        JsonNode pipeline = json(made);
        assertThat(pipeline.path("definition").asString()).isEqualTo("parse|enrich*|store");
        assertThat(pipeline.path("stages").toString())
                .isEqualTo(
                        "[{\"function\":\"parse\",\"qualifier\":\"$LATEST\"},"
                            + "{\"function\":\"enrich\",\"qualifier\":\"$LATEST\",\"each\":{\"concurrency\":10}},"
                            + "{\"function\":\"store\",\"qualifier\":\"$LATEST\"}]");
        assertThat(pipeline.path("timeout").asInt()).isEqualTo(300);
        assertThat(pipeline.path("latestVersion").isNull()).isTrue();
        assertThat(json(ask("GET", PIPELINES + "/orders", ""))).isEqualTo(pipeline);
        assertThat(json(ask("GET", PIPELINES, "")).path("items").get(0)).isEqualTo(pipeline);
    }

    @Test
    void aPipelineIsMadeOfAListThatSaysMoreThanText() {
        HttpResponse<String> made =
                ask(
                        "POST",
                        PIPELINES,
                        """
                        {"name": "orders", "description": "as they come", "timeout": 9, "stages": [
                          {"function": "parse", "accepts": "application/json"},
                          {"function": "store", "each": {"concurrency": 3}}]}
                        """);

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonNode pipeline = json(made);
        assertThat(pipeline.path("definition").isNull()).isTrue();
        assertThat(pipeline.path("stages").get(0).path("accepts").asString())
                .isEqualTo("application/json");
        assertThat(pipeline.path("stages").get(1).path("each").path("concurrency").asInt())
                .isEqualTo(3);
        assertThat(pipeline.path("timeout").asInt()).isEqualTo(9);
    }

    @Test
    void aChangeChangesWhatItNamesAndRaisesTheRevision() {
        long before = json(create("orders", "parse|store")).path("revision").asLong();

        HttpResponse<String> changed =
                ask("PATCH", PIPELINES + "/orders", "{\"definition\": \"enrich\"}");

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        JsonNode after = json(ask("GET", PIPELINES + "/orders", ""));
        assertThat(after.path("definition").asString()).isEqualTo("enrich");
        assertThat(after.path("timeout").asInt()).isEqualTo(300);
        assertThat(after.path("revision").asLong()).isGreaterThan(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"name\": \"x\"}; a pipeline has 1 to 20 stages",
                "{\"definition\": \"parse\"}; name must be",
                "{\"name\": \"a|b\", \"definition\": \"parse\"}; was: 'a|b'",
                "{\"name\": \"a,b\", \"definition\": \"parse\"}; was: 'a,b'",
                "{\"name\": \"x\", \"stages\": []}; there were 0",
                "{\"name\": \"x\", \"stages\": [null]}; stages[0].function must be the name",
                "{\"name\": \"x\", \"stages\": [{}]}; stages[0].function",
                "{\"name\": \"x\", \"stages\": [{\"function\": \"a|b\"}]}; was: 'a|b'",
                "{\"name\": \"x\", \"stages\": [{\"function\": \"parse\", \"qualifier\":"
                        + " \"a,b\"}]}; stages[0].qualifier must be",
                "{\"name\": \"x\", \"stages\": [{\"function\": \"parse\", \"accepts\": \"*/*\"}]};"
                        + " stages[0].accepts must be a media type",
                "{\"name\": \"x\", \"stages\": [{\"function\": \"parse\", \"each\":"
                    + " {\"concurrency\": 0}}]}; stages[0].each.concurrency must be 1 to 40, was:"
                    + " 0",
                "{\"name\": \"x\", \"stages\": [{\"function\": \"parse\", \"colour\": 1}]}; colour",
                "{\"name\": \"x\", \"definition\": \"parse\", \"stages\": [{\"function\":"
                        + " \"parse\"}]}; say the same: send one of them",
                "{\"name\": \"x\", \"definition\": \"parse||store\"}; stage 2 of definition",
                "{\"name\": \"x\", \"definition\": \"parse\", \"timeout\": 0}; timeout must be 1 to"
                        + " 900, was: 0",
                "{\"name\": \"x\", \"definition\": \"parse|missing\"}; stage 2 is missing, and"
                        + " there is no such function or pipeline",
                "{\"name\": \"x\", \"definition\": \"parse:nope\"}; stage 1 is parse:nope",
                "{\"name\": \"x\", \"definition\": \"x\"}; a pipeline cannot run itself, and this"
                        + " would: x → x",
            })
    void whatCannotBeAPipelineIsRefusedWithWhatIsWrong(String body, String says) {
        HttpResponse<String> refused = ask("POST", PIPELINES, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).path("detail").asString()).contains(says);
        assertThat(json(ask("GET", PIPELINES, "")).path("items")).isEmpty();
    }

    @Test
    void aHundredStagesAreTooMany() {
        HttpResponse<String> refused =
                create("long", String.join("|", Collections.nCopies(100, "parse")));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("1 to 20 stages", "there were 100");
    }

    @Test
    void aCircleIsNotClosedWhateverWayItGoes() {
        create("c", "parse");
        create("b", "c|store");
        create("a", "parse|b");
        ask("POST", PIPELINES + "/b/versions", "");
        ask("PATCH", PIPELINES + "/b", "{\"definition\": \"store\"}");

        HttpResponse<String> refused =
                ask("PATCH", PIPELINES + "/c", "{\"definition\": \"parse|a\"}");

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).path("detail").asString()).contains("c → a → b → c");
    }

    @Test
    void whatIsAStageIsNotDeletedAndItsVersionsKeepItToo() {
        create("orders", "parse|store");
        ask("POST", PIPELINES + "/orders/versions", "");
        ask("PATCH", PIPELINES + "/orders", "{\"definition\": \"enrich\"}");
        create("outer", "orders");

        HttpResponse<String> store = ask("DELETE", FUNCTIONS + "/store", "");
        HttpResponse<String> enrich = ask("DELETE", FUNCTIONS + "/enrich", "");
        HttpResponse<String> inner = ask("DELETE", PIPELINES + "/orders", "");

        assertThat(store.statusCode()).isEqualTo(409);
        assertThat(store.body()).contains("pipeline orders:1");
        assertThat(enrich.body()).contains("pipeline orders;");
        assertThat(inner.statusCode()).isEqualTo(409);
        assertThat(inner.body()).contains("pipeline outer");
        assertThat(ask("DELETE", PIPELINES + "/outer", "").statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", PIPELINES + "/orders", "").statusCode()).isEqualTo(204);
        assertThat(ask("DELETE", FUNCTIONS + "/store", "").statusCode()).isEqualTo(204);
    }

    @Test
    void functionsAndPipelinesShareTheirNames() {
        create("orders", "parse");

        HttpResponse<String> function = ask("POST", FUNCTIONS, function("orders", "nodejs"));
        HttpResponse<String> pipeline = create("parse", "store");
        HttpResponse<String> again = create("orders", "store");

        assertThat(function.statusCode()).isEqualTo(409);
        assertThat(function.body()).contains("the name orders is taken by a pipeline");
        assertThat(pipeline.statusCode()).isEqualTo(409);
        assertThat(pipeline.body()).contains("there is a function parse already");
        assertThat(again.body()).contains("there is a pipeline orders already");
    }

    @Test
    void ofAFunctionAndAPipelineMadeAtOnceOneGetsTheName() {
        for (int i = 0; i < 10; i++) {
            String name = "both" + i;
            var function =
                    CompletableFuture.supplyAsync(
                            () -> ask("POST", FUNCTIONS, function(name, "nodejs")).statusCode());
            var pipeline = CompletableFuture.supplyAsync(() -> create(name, "parse").statusCode());

            assertThat(List.of(function.join(), pipeline.join()))
                    .as(name)
                    .containsExactlyInAnyOrder(201, 409);
        }
    }

    @Test
    void aVersionIsWhatThePipelineWasAndTheSameAgainWhenNothingChanged() {
        create("orders", "parse|store");

        HttpResponse<String> first = ask("POST", PIPELINES + "/orders/versions", "");
        HttpResponse<String> again = ask("POST", PIPELINES + "/orders/versions", "");
        ask("PATCH", PIPELINES + "/orders", "{\"definition\": \"enrich\"}");
        HttpResponse<String> second = ask("POST", PIPELINES + "/orders/versions", "");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(Asked.header(first, "Location")).isEqualTo(PIPELINES + "/orders/versions/1");
        assertThat(json(first).path("version").asString()).isEqualTo("1");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(json(again)).isEqualTo(json(first));
        assertThat(json(second).path("version").asString()).isEqualTo("2");
        assertThat(
                        json(ask("GET", PIPELINES + "/orders/versions/1", ""))
                                .path("definition")
                                .asString())
                .isEqualTo("parse|store");
        JsonNode list = json(ask("GET", PIPELINES + "/orders/versions?limit=1", ""));
        assertThat(list.path("items").get(0).path("version").asString()).isEqualTo("2");
        String cursor = list.path("nextCursor").asString();
        JsonNode rest = json(ask("GET", PIPELINES + "/orders/versions?cursor=" + cursor, ""));
        assertThat(rest.path("items").get(0).path("version").asString()).isEqualTo("1");
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        assertThat(ask("GET", PIPELINES + "/orders/versions/3", "").statusCode()).isEqualTo(404);
        assertThat(create("outer", "orders:1|orders:2").statusCode()).isEqualTo(201);
        assertThat(create("other", "orders:3").statusCode()).isEqualTo(400);
    }

    @Test
    void aListIsReadPageByPageInTheOrderOfNames() {
        IntStream.of(3, 1, 2).forEach(i -> create("p" + i, "parse"));
        JsonNode first = json(ask("GET", PIPELINES + "?limit=2", ""));
        String cursor = first.path("nextCursor").asString();
        JsonNode second = json(ask("GET", PIPELINES + "?limit=2&cursor=" + cursor, ""));

        assertThat(first.path("items"))
                .extracting(n -> n.path("name").asString())
                .containsExactly("p1", "p2");
        assertThat(second.path("items"))
                .extracting(n -> n.path("name").asString())
                .containsExactly("p3");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(ask("GET", PIPELINES + "?limit=0", "").statusCode()).isEqualTo(400);
        assertThat(ask("GET", PIPELINES + "?cursor=%25", "").statusCode()).isEqualTo(400);
    }

    @Test
    void everyChangeIsInTheAuditLog() {
        create("orders", "parse");
        ask("PATCH", PIPELINES + "/orders", "{\"definition\": \"store\"}");
        ask("POST", PIPELINES + "/orders/versions", "");
        ask("DELETE", PIPELINES + "/orders", "");

        JsonNode audit = json(ask("GET", "/api/v1/audit?limit=4", ""));

        assertThat(audit.path("items"))
                .extracting(n -> n.path("action").asString() + " " + n.path("subject").asString())
                .containsExactly(
                        "pipeline.deleted pipeline:orders",
                        "pipeline.published pipeline:orders",
                        "pipeline.changed pipeline:orders",
                        "pipeline.created pipeline:orders");
    }

    @Test
    void whoMayNotWriteChangesNothing() {
        create("orders", "parse");
        String reader = tenants.newKey(owner, Permission.FUNCTIONS_READ).token();

        assertThat(asked.ask("DELETE", PIPELINES + "/orders", reader, "").statusCode())
                .isEqualTo(403);
        assertThat(asked.ask("GET", PIPELINES + "/orders", reader, "").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> create(String name, String definition) {
        return ask(
                "POST",
                PIPELINES,
                "{\"name\": \"%s\", \"definition\": \"%s\"}".formatted(name, definition));
    }

    private void function(String name) {
        HttpResponse<String> made = ask("POST", FUNCTIONS, function(name, "nodejs"));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private static String function(String name, String runtime) {
        return "{\"name\": \"%s\", \"runtime\": \"%s\"}".formatted(name, runtime);
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return asked.ask(method, path, owner.token(), body);
    }
}

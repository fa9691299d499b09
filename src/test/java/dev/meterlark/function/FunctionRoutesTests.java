package dev.meterlark.function;

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
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Functions over HTTP: what can be made, changed and seen, and by whom. */
@MeterlarkTest
class FunctionRoutesTests {

    private static final String FUNCTIONS = "/api/v1/functions";
    private static final String HELLO =
            "{\"name\": \"hello\", \"runtime\": \"nodejs\", \"handler\": \"index.handler\"}";

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
    void aFunctionIsMadeWithWhatIsUsualWhereNothingIsSaid() {
        HttpResponse<String> made = ask("POST", FUNCTIONS, HELLO);

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(Asked.header(made, "Location")).isEqualTo(FUNCTIONS + "/hello");
        JsonNode function = json(made);
        assertThat(function.path("runtime").asString()).matches("nodejs\\d+");
        assertThat(function.path("memoryMb").asInt()).isEqualTo(128);
        assertThat(function.path("timeout").asInt()).isEqualTo(3);
        assertThat(function.path("code").isNull()).isTrue();
        assertThat(json(ask("GET", FUNCTIONS + "/hello", ""))).isEqualTo(function);
        assertThat(json(ask("GET", FUNCTIONS, "")).path("items").get(0).path("id"))
                .isEqualTo(function.path("id"));
    }

    @Test
    void whatIsKeptWarmIsShownAsItWasWrittenAndAChangeOfOneHalfKeepsTheOther() {
        ask("POST", FUNCTIONS, HELLO);
        String window =
                "{\"days\":[\"MON\",\"FRI\"],\"from\":\"22:00\",\"to\":\"06:00\","
                        + "\"timeZone\":\"Europe/Berlin\",\"sandboxes\":3}";

        ask("PATCH", FUNCTIONS + "/hello", "{\"keepWarm\": {\"windows\": [" + window + "]}}");
        ask("PATCH", FUNCTIONS + "/hello", "{\"keepWarm\": {\"sandboxes\": 2}}");

        JsonNode kept = json(ask("GET", FUNCTIONS + "/hello", "")).path("keepWarm");
        assertThat(kept.toString()).isEqualTo("{\"sandboxes\":2,\"windows\":[" + window + "]}");
    }

    @Test
    void aChangeChangesWhatItNamesAndRaisesTheRevision() {
        long before = json(ask("POST", FUNCTIONS, HELLO)).path("revision").asLong();
        HttpResponse<String> changed =
                ask(
                        "PATCH",
                        FUNCTIONS + "/hello",
                        "{\"memoryMb\": 512, \"timeout\": 9, \"concurrency\": 4,"
                                + " \"maxConcurrency\": 9, \"description\": \"says hello\"}");

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        JsonNode after = json(ask("GET", FUNCTIONS + "/hello", ""));
        assertThat(after.path("memoryMb").asInt()).isEqualTo(512);
        assertThat(after.path("timeout").asInt()).isEqualTo(9);
        assertThat(after.path("concurrency").asInt()).isEqualTo(4);
        assertThat(after.path("maxConcurrency").asInt()).isEqualTo(9);
        assertThat(after.path("description").asString()).isEqualTo("says hello");
        assertThat(after.path("handler").asString()).isEqualTo("index.handler");
        assertThat(after.path("revision").asLong()).isGreaterThan(before);
    }

    @Test
    void whatIsDeletedIsGoneAndItsNameFree() {
        JsonNode first = json(ask("POST", FUNCTIONS, HELLO));

        assertThat(ask("DELETE", FUNCTIONS + "/hello", "").statusCode()).isEqualTo(204);
        assertThat(ask("GET", FUNCTIONS + "/hello", "").statusCode()).isEqualTo(404);
        assertThat(ask("DELETE", FUNCTIONS + "/hello", "").statusCode()).isEqualTo(404);
        JsonNode second = json(ask("POST", FUNCTIONS, HELLO));
        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
    }

    @Test
    void aListIsReadPageByPageInTheOrderOfNames() {
        IntStream.of(3, 1, 5, 2, 4)
                .forEach(i -> ask("POST", FUNCTIONS, HELLO.replace("hello", "f" + i)));
        JsonNode first = json(ask("GET", FUNCTIONS + "?limit=3", ""));
        String cursor = first.path("nextCursor").asString();
        JsonNode second = json(ask("GET", FUNCTIONS + "?limit=3&cursor=" + cursor, ""));

        assertThat(names(first)).containsExactly("f1", "f2", "f3");
        assertThat(names(second)).containsExactly("f4", "f5");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(ask("GET", FUNCTIONS + "?limit=0", "").statusCode()).isEqualTo(400);
        assertThat(ask("GET", FUNCTIONS + "?limit=101", "").statusCode()).isEqualTo(400);
        assertThat(ask("GET", FUNCTIONS + "?cursor=%25", "").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"runtime\": \"nodejs\"} | name must be",
                "{\"name\": \"two words\", \"runtime\": \"nodejs\"} | two words",
                "{\"name\": \"a--b\", \"runtime\": \"nodejs\"} | a--b",
                "{\"name\": \"-a\", \"runtime\": \"nodejs\"} | -a",
                "{\"name\": \"UPPER\", \"runtime\": \"nodejs\"} | UPPER",
                "{\"name\": \"ok\"} | runtime is missing; there are: nodejs",
                "{\"name\": \"ok\", \"runtime\": \"cobol\"} | is not offered here; there are:"
                        + " nodejs",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"memoryMb\": 0} | memoryMb must be"
                        + " 128 to 10240, was: 0",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"memoryMb\": 1048576} | was: 1048576",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"memoryMb\": 99999999999} | out of"
                        + " range",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"memoryMb\": \"much\"} | memoryMb",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"timeout\": -1} | timeout must be 1"
                        + " to 900, was: -1",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"timeout\": 1.5} | timeout",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"maxConcurrency\": -1} |"
                        + " maxConcurrency must be 0 to",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"concurrency\": 0} | concurrency"
                        + " must be 1 to 100, was: 0",
                "{\"name\": \"ok\", \"runtime\": \"python\", \"concurrency\": 2} | run one call"
                        + " at a time",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"egress\": \"all\"} | egress is none"
                        + " or internet, was: 'all'",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"keepWarm\": {\"sandboxes\": 101}} |"
                        + " must be 0 to 100, was: 101",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"keepWarm\": {\"windows\":"
                        + " [{\"from\": \"8\", \"to\": \"18:00\"}]}} | from is a time of day",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"keepWarm\": {\"windows\":"
                    + " [{\"from\": \"08:00\", \"to\": \"18:00\", \"timeZone\": \"Mars\"}]}} | a"
                    + " zone's name",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"handler\": \"../etc/passwd\"} |"
                        + " handler names what is called",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"environment\": {\"1A\": \"x\"}} |"
                        + " 1A",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"environment\": {\"_HANDLER\":"
                        + " \"x\"}} | environment",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"environment\":"
                        + " {\"AWS_SESSION_TOKEN\": \"x\"}} | AWS_SESSION_TOKEN",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"environment\": {\"AB\": null}} | AB",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"code\": {}} | code has either",
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"code\": {\"zip\": \"%%%\"}} | zip",
                "{\"name\": \"ok\" | JSON",
                "[] | the body",
                "'' | body"
            })
    void whatCannotBeIsRefusedAndNothingIsLeft(String body, String why) {
        HttpResponse<String> refused = asked.postJson(FUNCTIONS, owner.token(), body);

        assertThat(refused.statusCode()).as(refused.body()).isIn(400, 422);
        assertThat(Asked.header(refused, "Content-Type")).startsWith("application/problem+json");
        JsonNode problem = json(refused);
        assertThat(problem.path("code").asString())
                .isIn("request.invalid", "request.malformed", "runtime.unavailable");
        assertThat(problem.path("fault").asString("caller")).isEqualTo("caller");
        assertThat(problem.path("detail").asString()).contains(why);
        assertThat(names(json(ask("GET", FUNCTIONS, "")))).isEmpty();
    }

    @Test
    void anEnvironmentBeyondItsBoundIsRefusedWithBoth() {
        String body =
                "{\"name\": \"ok\", \"runtime\": \"nodejs\", \"environment\": {\"AB\": \"%s\"}}"
                        .formatted("x".repeat(4095));

        HttpResponse<String> refused = asked.postJson(FUNCTIONS, owner.token(), body);

        assertThat(refused.statusCode()).isIn(400, 422);
        assertThat(json(refused).path("detail").asString())
                .contains("may have 4096 bytes and have 4097");
    }

    @Test
    void anEnvironmentIsWholeAndSealedAtRest() {
        ask(
                "POST",
                FUNCTIONS,
                HELLO.replace(
                        "}", ", \"environment\": {\"TOKEN\": \"s3cret-value\", \"AB\": \"\"}}"));
        JsonNode shown = json(ask("GET", FUNCTIONS + "/hello", ""));
        byte[] sealed =
                database.sql("select environment from functions where id = ?")
                        .param(UUID.fromString(shown.path("id").asString()))
                        .query(byte[].class)
                        .single();

        assertThat(shown.at("/environment/TOKEN").asString()).isEqualTo("s3cret-value");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
                .isNotEmpty()
                .doesNotContain("s3cret")
                .doesNotContain("TOKEN");
        ask("PATCH", FUNCTIONS + "/hello", "{\"environment\": {\"OTHER\": \"1\"}}");
        assertThat(json(ask("GET", FUNCTIONS + "/hello", "")).path("environment").propertyNames())
                .containsExactly("OTHER");
        HttpResponse<String> large =
                ask(
                        "PATCH",
                        FUNCTIONS + "/hello",
                        "{\"environment\": {\"BIG\": \"%s\"}}".formatted("x".repeat(4096)));
        assertThat(large.statusCode()).isEqualTo(400);
        assertThat(large.body()).contains("4096").doesNotContain("xxx");
    }

    @Test
    void whoMayNotChangeAFunctionSeesNoSecretOfIt() {
        ask("POST", FUNCTIONS, HELLO.replace("}", ", \"environment\": {\"TOKEN\": \"s3cret\"}}"));
        for (String role : List.of("viewer", "billing")) {
            String key = tenants.newMember(owner, role).token();
            HttpResponse<String> shown = asked.ask("GET", FUNCTIONS + "/hello", key, "");
            assertThat(shown.body()).as(role).doesNotContain("s3cret").doesNotContain("TOKEN");
            assertThat(asked.ask("PATCH", FUNCTIONS + "/hello", key, "{}").statusCode())
                    .isEqualTo(403);
            assertThat(asked.ask("GET", FUNCTIONS + "/hello/code", key, "").statusCode())
                    .isEqualTo(403);
            assertThat(asked.ask("DELETE", FUNCTIONS + "/hello", key, "").statusCode())
                    .isEqualTo(403);
        }
        String reader = tenants.newKey(owner, Permission.FUNCTIONS_READ).token();
        assertThat(asked.ask("GET", FUNCTIONS + "/hello", reader, "").body())
                .contains("\"hello\"")
                .doesNotContain("s3cret");
        String developer = tenants.newMember(owner, "developer").token();
        assertThat(asked.ask("GET", FUNCTIONS + "/hello", developer, "").body()).contains("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/code", "/invocations", "/logs"})
    void anotherAccountsFunctionIsTheSame404AsNone(String below) {
        ask("POST", FUNCTIONS, HELLO);
        String stranger = tenants.newOwner().token();
        HttpResponse<String> theirs = asked.ask("GET", FUNCTIONS + "/hello" + below, stranger, "");
        HttpResponse<String> none = asked.ask("GET", FUNCTIONS + "/olleh" + below, stranger, "");

        assertThat(theirs.statusCode()).isEqualTo(404);
        assertThat(theirs.body().replace("hello", "olleh")).isEqualTo(none.body());
    }

    @Test
    void aNameIsTakenOnceHoweverManyAskAtOnce() throws Exception {
        List<Integer> answers =
                IntStream.range(0, 12)
                        .parallel()
                        .mapToObj(_ -> new Asked(port).ask("POST", FUNCTIONS, owner.token(), HELLO))
                        .map(HttpResponse::statusCode)
                        .toList();

        assertThat(answers).containsOnlyOnce(201);
        assertThat(answers.stream().filter(status -> status != 201)).containsOnly(409);
        assertThat(names(json(ask("GET", FUNCTIONS, "")))).containsExactly("hello");
    }

    @Test
    void changesAtOnceLoseNone() {
        long before = json(ask("POST", FUNCTIONS, HELLO)).path("revision").asLong();
        IntStream.range(0, 12)
                .parallel()
                .forEach(
                        i ->
                                new Asked(port)
                                        .ask(
                                                "PATCH",
                                                FUNCTIONS + "/hello",
                                                owner.token(),
                                                "{\"memoryMb\": %d}".formatted(200 + i)));
        JsonNode after = json(ask("GET", FUNCTIONS + "/hello", ""));

        assertThat(after.path("revision").asLong()).isEqualTo(before + 12);
        assertThat(after.path("memoryMb").asInt()).isBetween(200, 211);
    }

    @Test
    void whatIsOfferedIsListed() {
        JsonNode offered = json(ask("GET", "/api/v1/runtimes", ""));

        assertThat(offered.path("items").valueStream().map(r -> r.path("family").asString()))
                .containsExactly("nodejs", "python", "java");
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return asked.ask(method, path, owner.token(), body);
    }

    private static List<String> names(JsonNode list) {
        return list.path("items").valueStream().map(f -> f.path("name").asString()).toList();
    }
}

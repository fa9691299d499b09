package dev.meterlark.edge;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;
import static dev.meterlark.edge.EdgeModule.KnownPeople.OPERATOR;
import static dev.meterlark.edge.EdgeModule.KnownPeople.OWNER;
import static dev.meterlark.edge.EdgeModule.KnownPeople.VIEWER;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

@EdgeTest
class ApiDoorTests {

    @LocalServerPort private int port;
    private Asked program;

    @BeforeEach
    void connect() {
        program = new Asked(port);
    }

    @Test
    void aKeyOpensWhatItsCallerMay() {
        HttpResponse<String> answer = program.get("/api/v1/sample/who", bearer(OWNER));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("subject").asString()).isEqualTo("key:owner");
        assertThat(json(answer).get("address").asString()).isEqualTo("127.0.0.1");
        assertThat(header(answer, "RateLimit-Policy")).isEqualTo("\"account\";q=20000;w=2");
        assertThat(header(answer, "RateLimit")).startsWith("\"account\";r=");
        assertThat(header(answer, "Cache-Control")).contains("no-store");
        assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
    }

    @Test
    void withoutAKeyIsA401ThatSaysHow() {
        HttpResponse<String> answer = program.get("/api/v1/sample/who");

        assertProblem(answer, 401, "auth.unauthenticated");
        assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer realm=\"meterlark\"");
    }

    @ParameterizedTest
    @CsvSource({"Bearer mlk_unknown", "Bearer", "Basic YTpi", "mlk_owner"})
    void anotherAuthorizationIsA401(String authorization) {
        HttpResponse<String> answer =
                program.get("/api/v1/sample/open", "Authorization", authorization);

        assertProblem(answer, 401, "auth.unauthenticated");
        assertThat(header(answer, "WWW-Authenticate")).contains("invalid_token");
    }

    @Test
    void aKeyInTheAddressIsRefused() {
        HttpResponse<String> answer = program.get("/api/v1/sample/open?token=mlk_owner");

        assertProblem(answer, 401, "auth.unauthenticated");
        assertThat(answer.body()).contains("revoke it");
    }

    @Test
    void aMissingPermissionIsNamed() {
        HttpResponse<String> answer =
                program.postJson("/api/v1/sample/things", VIEWER, "{\"name\":\"a\"}");

        assertProblem(answer, 403, "auth.forbidden");
        assertThat(json(answer).get("detail").asString()).contains("functions:write");
    }

    @Test
    void aRouteThatSaysNothingIsClosedToEverybody() {
        assertProblem(
                program.get("/api/v1/sample/silent", bearer(OPERATOR)), 403, "auth.forbidden");
        assertProblem(program.get("/api/v1/sample/silent"), 403, "auth.forbidden");
    }

    @Test
    void aSessionsCookieIsNothingToTheApi() {
        assertProblem(
                program.get("/api/v1/sample/who", "Cookie", "meterlark-session=abc"),
                401,
                "auth.unauthenticated");
    }

    @Test
    void unknownRoutesAndMethodsSaySo() {
        assertProblem(program.get("/api/v1/nothing", bearer(OWNER)), 404, "not-found");
        assertProblem(program.get("/nothing"), 404, "not-found");
        HttpResponse<String> method =
                program.send(program.request("/api/v1/sample/who", bearer(OWNER)).DELETE());
        assertProblem(method, 405, "request.method-not-allowed");
        assertThat(header(method, "Allow")).contains("GET");
        HttpResponse<String> trace =
                program.send(
                        program.request("/api/v1/sample/open")
                                .method("TRACE", HttpRequest.BodyPublishers.noBody()));
        assertThat(trace.statusCode()).isBetween(400, 405);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{`name`:`a`,`size`:11} | 400 | request.invalid | `size`",
                "{`name`:`  `,`size`:1} | 400 | request.invalid | `name`",
                "{`name`:`a`,`size`:1,`shape`:1} | 400 | request.invalid | `shape` is not known"
                        + " here",
                "{`name`:`a`,`size`:`x`} | 400 | request.invalid | size",
                "{`name`:`a`} | 400 | request.invalid | `size` is missing",
                "{`name`:`a`,`color`:`BLUE`} | 400 | request.invalid | one of RED, GREEN",
                "{`name`:`a`, | 400 | request.malformed | line 1",
                "'' | 400 | request.malformed | missing",
                "{`name`:`a`,`name`:`b`} | 400 | request.malformed | name"
            })
    void aBodyThatIsWrongSaysWhere(String body, int status, String code, String says) {
        HttpResponse<String> answer =
                program.postJson("/api/v1/sample/things", OWNER, body.replace('`', '"'));

        assertProblem(answer, status, code);
        assertThat(json(answer).get("detail").asString().replace('\'', '`')).contains(says);
        assertThat(answer.body()).doesNotContain("tools.jackson").doesNotContain("dev.meterlark");
    }

    @Test
    void anotherMediaTypeIsRefused() {
        assertProblem(
                program.post(
                        "/api/v1/sample/things",
                        "<a/>",
                        "Content-Type",
                        "text/xml",
                        "Authorization",
                        "Bearer " + OWNER),
                415,
                "request.media-type");
        assertProblem(
                program.get("/api/v1/sample/open", "Accept", "image/png"),
                406,
                "request.not-acceptable");
    }

    @Test
    void aParameterOfAnotherKindIsNamed() {
        HttpResponse<String> answer = program.get("/api/v1/sample/open?number=many");

        assertProblem(answer, 400, "request.invalid");
        assertThat(json(answer).get("detail").asString()).contains("number").contains("many");
    }

    @Test
    void aFailureOfOursTellsAnIdAndNothingElse() {
        HttpResponse<String> answer = program.get("/api/v1/sample/broken");

        assertProblem(answer, 500, "platform.error");
        assertThat(json(answer).get("id").asString()).hasSize(16);
        assertThat(json(answer).get("fault").asString()).isEqualTo("platform");
        assertThat(answer.body()).doesNotContain("hunter2").doesNotContain("Exception");
    }

    @Test
    void aRefusalCarriesItsMembersAndLeadsToAnExplanation() {
        HttpResponse<String> answer = program.get("/api/v1/sample/refused");

        assertProblem(answer, 502, "function.error");
        JsonNode problem = json(answer);
        assertThat(problem.get("errorType").asString()).isEqualTo("TypeError");
        HttpResponse<String> explained = program.get(problem.get("type").asString());
        assertThat(explained.statusCode()).isEqualTo(200);
        assertThat(json(explained).get("fault").asString()).isEqualTo("function");
        assertThat(program.get("/problems/function.error", "Accept", "text/html").body())
                .contains("<h1>");
        assertProblem(program.get("/problems/none"), 404, "not-found");
    }

    @Test
    void aHostThatIsNotOursIsMisdirected() throws Exception {
        assertThat(RawHttp.ask(port, "GET /api/v1/sample/open HTTP/1.1", "Host: evil.example"))
                .startsWith("HTTP/1.1 421")
                .contains("host-unknown");
        for (String host : new String[] {"localhost:" + port, "[::1]", "Console.Example"}) {
            assertThat(RawHttp.ask(port, "GET /api/v1/sample/open HTTP/1.1", "Host: " + host))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({"/api/v1//sample", "/api/v1/sample;a=b", "/api/v1/%2e%2e/x", "/api/v1/a%2Fb"})
    void anAddressThatHidesSomethingIsRefused(String path) throws Exception {
        assertThat(RawHttp.ask(port, "GET " + path + " HTTP/1.1", "Host: localhost"))
                .matches("(?s)HTTP/1.1 40[04].*");
    }

    @Test
    void healthIsOpenAndTheRestOfTheActuatorIsTheOperators() {
        HttpResponse<String> health = program.get("/actuator/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).doesNotContain("components");
        assertThat(program.get("/actuator/health", bearer(OPERATOR)).body()).contains("components");

        assertProblem(program.get("/actuator/prometheus"), 401, "auth.unauthenticated");
        assertProblem(program.get("/actuator/prometheus", bearer(OWNER)), 403, "auth.forbidden");
        assertThat(program.get("/actuator/prometheus", bearer(OPERATOR)).statusCode())
                .isEqualTo(200);
        assertThat(program.get("/actuator/env", bearer(OPERATOR)).statusCode()).isEqualTo(404);
    }

    @Test
    void theDocumentOfTheApiHoldsEveryRoute() {
        HttpResponse<String> answer = program.get("/api/openapi.json");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode paths = json(answer).get("paths");
        assertThat(paths.propertyNames())
                .contains("/api/v1/sample/who", "/api/v1/sample/things")
                .allMatch(p -> p.startsWith("/api/v1/"));
        assertThat(paths.get("/api/v1/sample/who").get("get").has("parameters")).isFalse();
        assertThat(json(answer).at("/components/securitySchemes/apiKey/scheme").asString())
                .isEqualTo("bearer");
        assertThat(json(answer).at("/components/schemas/Problem").isMissingNode()).isFalse();
    }

    private static String[] bearer(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.get("code").asString()).isEqualTo(code);
        assertThat(problem.get("type").asString()).isEqualTo("/problems/" + code);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.propertyNames())
                .contains("title", "detail", "instance", "fault", "retryable");
    }
}

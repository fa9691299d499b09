package dev.meterlark;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.shared.ErrorCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What is wrong with a request is said in one form, with a code that does not change. */
@MeterlarkTest
@Tag("once")
class BadRequestTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    private Asked asked;
    private String key;

    @BeforeEach
    void settle() {
        asked = new Asked(port);
        key = tenants.newOwner().token();
    }

    @Test
    void anUnknownRoute() {
        problem(asked.ask("GET", "/api/v1/nothing", key, ""), ErrorCode.NOT_FOUND);
        problem(asked.ask("GET", "/api/nothing", key, ""), ErrorCode.NOT_FOUND);
        problem(asked.get("/nothing"), ErrorCode.NOT_FOUND);
    }

    @Test
    void anotherMethodSaysWhichThereAre() {
        HttpResponse<String> answer = asked.ask("PUT", "/api/v1/account", key, "{}");

        problem(answer, ErrorCode.REQUEST_METHOD);
        assertThat(header(answer, "Allow")).contains("GET");
    }

    @Test
    void anotherMediaTypeSaysWhichAreAccepted() {
        HttpResponse<String> answer =
                asked.post(
                        "/api/v1/api-keys",
                        "name=x",
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Authorization",
                        "Bearer " + key);

        JsonNode problem = problem(answer, ErrorCode.REQUEST_MEDIA_TYPE);
        assertThat(problem.get("detail").asString()).contains("application/json");
    }

    @Test
    void jsonThatIsNone() {
        for (String body : new String[] {"{", "", "[]", "null", "{\"name\":\"a\"}x", "\u0000"}) {
            HttpResponse<String> answer =
                    asked.send(
                            asked.request(
                                            "/api/v1/api-keys",
                                            "Content-Type",
                                            "application/json",
                                            "Authorization",
                                            "Bearer " + key)
                                    .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).as(body + answer.body()).isEqualTo(400);
            assertThat(json(answer).get("code").asString()).startsWith("request.");
        }
    }

    @Test
    void aMissingFieldAnUnknownOneAndOneOfAnotherKindAreNamed() {
        assertThat(refusal("/api/v1/api-keys", "{}")).contains("name");
        assertThat(refusal("/api/v1/api-keys", "{\"name\":\"a\",\"colour\":\"red\"}"))
                .contains("colour");
        assertThat(refusal("/api/v1/api-keys", "{\"name\":\"a\",\"scopes\":7}")).contains("scopes");
        assertThat(
                        refusal(
                                "/api/v1/accounts",
                                "{\"name\":\"a\",\"password\":\"plover vex quilt\"}"))
                .contains("email");
    }

    @Test
    void headersThatAreTooLong() {
        HttpResponse<String> answer = asked.get("/api/v1/account", "X-Long", "a".repeat(20_000));

        problem(answer, ErrorCode.REQUEST_HEADERS);
    }

    @Test
    void aBodyThatIsTooLongAlsoWithoutALength() {
        String body = "{\"name\":\"" + "a".repeat(9 << 20) + "\"}";
        problem(asked.ask("POST", "/api/v1/api-keys", key, body), ErrorCode.REQUEST_TOO_LARGE);
        HttpRequest.Builder chunked =
                asked.request(
                        "/api/v1/api-keys",
                        "Content-Type",
                        "application/json",
                        "Authorization",
                        "Bearer " + key);
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        problem(
                asked.send(
                        chunked.POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(bytes)))),
                ErrorCode.REQUEST_TOO_LARGE);
    }

    @Test
    void everyAnswerOfTheApiSaysHowFastOneMayAsk() {
        HttpResponse<String> answer = asked.ask("GET", "/api/v1/account", key, "");

        assertThat(header(answer, "RateLimit-Policy")).matches("\"account\";q=\\d+;w=\\d+");
        assertThat(header(answer, "RateLimit")).matches("\"account\";r=\\d+;t=\\d+");
        assertThat(header(asked.get("/api/v1/account"), "RateLimit")).startsWith("\"address\"");
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeLeadsToAnExplanation(ErrorCode code) {
        HttpResponse<String> page =
                asked.get("/problems/" + code.wireName(), "Accept", "text/html");
        HttpResponse<String> data = asked.get("/problems/" + code.wireName());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains(code.wireName());
        assertThat(json(data).get("code").asString()).isEqualTo(code.wireName());
        assertThat(json(data).get("status").asInt()).isEqualTo(code.status());
    }

    private String refusal(String path, String body) {
        HttpResponse<String> answer = asked.ask("POST", path, key, body);
        return problem(answer, ErrorCode.REQUEST_INVALID).get("detail").asString();
    }

    private static JsonNode problem(HttpResponse<String> answer, ErrorCode code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(code.status());
        assertThat(header(answer, "Content-Type")).startsWith("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.get("code").asString()).isEqualTo(code.wireName());
        assertThat(problem.get("type").asString()).isEqualTo("/problems/" + code.wireName());
        return problem;
    }
}

package dev.meterlark.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Asked;
import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.function.snapshot.Cors;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionUrl;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.function.snapshot.UrlAuth;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.util.List;

/** The settings of a function's own URL. */
@MeterlarkTest
class FunctionUrlTests {

    private static final String URL = "/api/v1/functions/hello/url";

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired SnapshotSource source;

    private Tenants.Tenant owner;

    @BeforeEach
    void newFunction() {
        owner = tenants.newOwner();
        assertThat(
                        ask(
                                        "POST",
                                        "/api/v1/functions",
                                        "{\"name\": \"hello\", \"runtime\": \"nodejs\"}")
                                .statusCode())
                .isEqualTo(201);
    }

    @Test
    void everyFunctionHasAUrlFromTheStartThatIsNotPublic() {
        JsonNode url = json(ask("GET", URL, ""));

        assertThat(url.path("auth").asString()).isEqualTo("key");
        assertThat(url.path("cors").isNull()).isTrue();
        assertThat(url.path("url").asString())
                .matches("http://[a-z2-7]{32}\\.fn\\.localhost:[0-9]+/");
        assertThat(url.path("pathUrl").asString())
                .matches("http://localhost:[0-9]+/" + owner.account().slug() + "/hello/");
        assertThat(published().auth()).isEqualTo(UrlAuth.KEY);
    }

    @Test
    void aChangeIsWholeAndReachesTheDataPlaneAndIsTakenBackByDeleting() {
        HttpResponse<String> changed =
                ask(
                        "PUT",
                        URL,
                        """
                        {"auth": "none", "cors": {"allowOrigins": ["https://shop.example"],
                         "allowMethods": ["GET"], "allowHeaders": ["X-Basket"],
                         "exposeHeaders": ["ETag"], "allowCredentials": true, "maxAge": 60}}
                        """);

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(json(ask("GET", URL, ""))).isEqualTo(json(changed));
        assertThat(published().auth()).isEqualTo(UrlAuth.NONE);
        assertThat(published().cors())
                .isEqualTo(
                        new Cors(
                                List.of("https://shop.example"),
                                List.of("GET"),
                                List.of("x-basket"),
                                List.of("ETag"),
                                true,
                                60));

        ask("PUT", URL, "{\"auth\": \"aws-iam\"}");
        assertThat(published().auth()).isEqualTo(UrlAuth.AWS_IAM);
        assertThat(published().cors()).isNull();
        assertThat(ask("DELETE", URL, "").statusCode()).isEqualTo(204);
        assertThat(published().auth()).isEqualTo(UrlAuth.KEY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"auth\": \"public\"} | auth is one of none, key, aws-iam, was: 'public'",
                "{\"cors\": {\"allowOrigins\": [\"shop\"]}} | cors.allowOrigins cannot hold 'shop'",
                "{\"cors\": {\"allowOrigins\": [\"https://a/b\"]}} | cors.allowOrigins",
                "{\"cors\": {\"allowOrigins\": [null]}} | cors.allowOrigins cannot hold null",
                "{\"cors\": {\"allowMethods\": [\"OPTIONS\"]}} | cors.allowMethods cannot hold",
                "{\"cors\": {\"allowMethods\": [\"get\"]}} | cors.allowMethods cannot hold 'get'",
                "{\"cors\": {\"allowHeaders\": [\"two words\"]}} | cors.allowHeaders",
                "{\"cors\": {\"exposeHeaders\": [\"a:b\"]}} | cors.exposeHeaders",
                "{\"cors\": {\"maxAge\": -1}} | cors.maxAge must be 0 to 86400 seconds, was: -1",
                "{\"cors\": {\"maxAge\": 86401}} | was: 86401",
                "{\"cors\": {\"allowOrigins\": [\"*\"], \"allowCredentials\": true}} | needs"
                        + " origins by name",
                "{\"auth\": 7, \"more\": 1} | more",
            })
    void whatCannotBeIsRefusedByName(String body, String why) {
        HttpResponse<String> refused = ask("PUT", URL, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(json(refused).path("detail").asString()).contains(why);
        assertThat(published().auth()).isEqualTo(UrlAuth.KEY);
    }

    @Test
    void corsHasABoundAltogether() {
        String origins = "\"https://%s.example\",".formatted("o".repeat(100)).repeat(99);
        HttpResponse<String> refused =
                ask("PUT", URL, "{\"cors\": {\"allowOrigins\": [%s\"*\"]}}".formatted(origins));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("8192");
    }

    @Test
    void anotherAccountsUrlIsTheSame404AsNone() {
        String stranger = tenants.newOwner().token();
        for (String method : List.of("GET", "PUT", "DELETE")) {
            HttpResponse<String> theirs = new Asked(port).ask(method, URL, stranger, "{}");
            HttpResponse<String> none =
                    new Asked(port).ask(method, URL.replace("hello", "olleh"), stranger, "{}");
            assertThat(theirs.statusCode()).isEqualTo(404);
            assertThat(theirs.body().replace("hello", "olleh")).isEqualTo(none.body());
        }
    }

    private FunctionUrl published() {
        return source.read().functions().stream()
                .filter(each -> each.account().equals(owner.account().id()))
                .map(FunctionSnapshot::url)
                .findFirst()
                .orElseThrow();
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        return new Asked(port).ask(method, path, owner.token(), body);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }
}
